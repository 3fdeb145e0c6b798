//! The arithmetic of a window over rows of one height.

/// Rows made beyond each edge of the window, so that a quick scroll does not show white.
const SPARE: usize = 8;

/// The rows that exist: `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub first: usize,
    pub end: usize,
}

/// A non-negative number of pixels or rows as a count; anything else is none.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // checked; `as` saturates
fn whole(value: f64) -> usize {
    if value.is_finite() && value > 0.0 { value as usize } else { 0 }
}

/// The rows to make for a list of `length` rows of `row_height` pixels whose scroller is `height` pixels high and scrolled by `top`.
///
/// Never more than fit in the window plus the spare ones, whatever the browser reports; before the first measurement a screenful is assumed.
pub(super) fn visible(length: usize, row_height: f64, top: f64, height: f64) -> Window {
    let row_height = if row_height.is_finite() { row_height.max(1.0) } else { 1.0 };
    let height = if height > 0.0 { height.min(20_000.0) } else { 900.0 };
    let rows = whole((height / row_height).ceil()) + 1;
    let first = whole(top / row_height).min(length.saturating_sub(rows));
    Window { first: first.saturating_sub(SPARE), end: (first + rows + SPARE).min(length) }
}

/// How far Page Up and Page Down go: the rows in sight less one, so that the eye keeps its place.
pub(super) fn rows_per_page(height: f64, row_height: f64) -> usize {
    whole(height / row_height.max(1.0)).saturating_sub(1).max(1)
}

/// The positions of the rows that exist: the window, and the cursor's row wherever it is.
///
/// In order, as a screen reader walks them; and a row that keeps its place among the others keeps the focus.
pub(super) fn positions(window: Window, cursor: Option<usize>, length: usize) -> impl Iterator<Item = usize> {
    let Window { first, end } = window;
    let apart = move |from: usize, to: usize| cursor.filter(move |at| (from..to).contains(at)).into_iter();
    apart(0, first).chain(first..end).chain(apart(end, length))
}

/// Where a key moves the cursor in a list of `length` rows of which `page` fit on the screen; `None` when it does not move it.
pub(super) fn step(key: &str, cursor: Option<usize>, length: usize, page: usize) -> Option<usize> {
    let last = length.checked_sub(1)?;
    let forward = |by: usize| cursor.map_or(0, |at| at.saturating_add(by).min(last));
    let back = |by: usize| cursor.map_or(last, |at| at.min(length).saturating_sub(by));
    match key {
        "j" | "ArrowDown" => Some(forward(1)),
        "k" | "ArrowUp" => Some(back(1)),
        "PageDown" => Some(forward(page)),
        "PageUp" => Some(back(page)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_covers_what_is_seen_and_little_more() {
        for length in [0, 1, 20, 2_000, 100_000] {
            for top in [0.0, 1.0, 63.9, 64.0, 640.0, 5_000_000.0, f64::NAN, -20.0, 1e12] {
                for height in [0.0, 1.0, 700.0, 1e9] {
                    let Window { first, end } = visible(length, 64.0, top, height);
                    assert!(first <= end && end <= length);
                    assert!(end - first <= 20_000 / 64 + 3 + 2 * SPARE);
                    if top >= 0.0 && top + height <= length as f64 * 64.0 && height > 0.0 && height < 20_000.0 {
                        assert!(first as f64 * 64.0 <= top, "{length} {top} {height}");
                        assert!(end as f64 * 64.0 >= top + height, "{length} {top} {height}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_list_shorter_than_its_window_is_whole() {
        assert_eq!(visible(5, 40.0, 0.0, 800.0), Window { first: 0, end: 5 });
        assert_eq!(visible(0, 40.0, 0.0, 800.0), Window { first: 0, end: 0 });
    }

    #[test]
    fn the_row_under_the_cursor_always_exists_once() {
        let window = Window { first: 3, end: 6 };
        let rows = |cursor| positions(window, cursor, 10).collect::<Vec<_>>();
        assert_eq!(rows(None), [3, 4, 5]);
        assert_eq!(rows(Some(4)), [3, 4, 5]);
        assert_eq!(rows(Some(0)), [0, 3, 4, 5]);
        assert_eq!(rows(Some(9)), [3, 4, 5, 9]);
        assert_eq!(rows(Some(10)), [3, 4, 5], "the list got shorter");
    }

    #[test]
    fn keys_move_the_cursor_and_stop_at_the_ends() {
        assert_eq!(step("j", None, 3, 10), Some(0));
        assert_eq!(step("k", None, 3, 10), Some(2));
        assert_eq!(step("ArrowDown", Some(2), 3, 10), Some(2));
        assert_eq!(step("ArrowUp", Some(0), 3, 10), Some(0));
        assert_eq!(step("PageDown", Some(0), 100, 10), Some(10));
        assert_eq!(step("PageUp", Some(4), 100, 10), Some(0));
        assert_eq!(step("End", Some(0), 100_000, 10), Some(99_999));
        assert_eq!(step("Home", Some(50), 100, 10), Some(0));
        assert_eq!(step("k", Some(99), 3, 10), Some(2), "the list got shorter");
        assert_eq!(step("j", Some(0), 0, 10), None);
        assert_eq!(step("q", Some(0), 3, 10), None);
    }
}

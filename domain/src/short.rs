//! Sorting short lists: the cells of a row, the tags of a customer, the words of a search. The standard library's sorts are made for long
//! ones and bring some ten kilobytes of code for each type, which the page downloads before it can show anything.

/// Puts a short list in order, equals in the order they had: `before` says whether the first argument comes before the second.
/// Takes time in the square of the length; meant for a few dozen.
pub(crate) fn sort<T>(list: &mut [T], before: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while at > 0 && before(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort;

    #[test]
    fn equals_keep_their_order() {
        let mut list = vec![(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd'), (1, 'e')];
        sort(&mut list, |a, b| a.0 < b.0);
        assert_eq!(list, [(1, 'b'), (1, 'e'), (2, 'd'), (3, 'a'), (3, 'c')]);
        sort(&mut [0; 0], |a, b| a < b);
    }
}

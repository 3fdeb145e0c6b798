//! A ceiling on requests per network address, so that one broken or hostile client cannot starve the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::HttpError;
use crate::http::peer::{Connection, Peer};
use crate::state::now_ms;

/// Requests per second an address may make for long.
pub const PER_SECOND: u32 = 50;
/// Requests an address may make at once.
pub const BURST: u32 = 500;
/// Above this many addresses the full buckets are forgotten.
const MAX_PEERS: usize = 20_000;

/// One token bucket per address.
pub struct Buckets {
    per_second: f64,
    burst: f64,
    /// Tokens and the time they were counted.
    by_peer: Mutex<HashMap<IpAddr, (f64, i64)>>,
}

impl Buckets {
    /// Buckets of `burst` tokens that fill with `per_second`.
    pub fn new(per_second: u32, burst: u32) -> Self {
        Self { per_second: per_second.into(), burst: burst.into(), by_peer: Mutex::default() }
    }

    /// Takes a token, or answers how many seconds until there is one.
    pub fn take(&self, peer: IpAddr, now: i64) -> Result<(), u32> {
        let mut buckets = self.by_peer.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MAX_PEERS && !buckets.contains_key(&peer) {
            buckets.retain(|_, (tokens, last)| self.filled(*tokens, *last, now) < self.burst);
            if buckets.len() >= MAX_PEERS {
                buckets.clear();
            }
        }
        let (tokens, last) = buckets.entry(peer).or_insert((self.burst, now));
        *tokens = self.filled(*tokens, *last, now);
        *last = now;
        if *tokens >= 1.0 {
            *tokens -= 1.0;
            return Ok(());
        }
        Err(if (1.0 - *tokens) <= self.per_second { 1 } else { 2 })
    }

    fn filled(&self, tokens: f64, last: i64, now: i64) -> f64 {
        let seconds = (now - last).max(0) as f64 / 1000.0;
        (tokens + seconds * self.per_second).min(self.burst)
    }
}

/// Refuses with 429 `slow_down`. This machine itself is not limited: its tools and benchmarks are not strangers.
pub async fn limit(State(buckets): State<Arc<Buckets>>, request: Request, next: Next) -> Response {
    let peer = Peer::of(request.extensions().get::<Connection>(), request.headers()).0;
    if !peer.is_loopback()
        && let Err(seconds) = buckets.take(peer, now_ms())
    {
        let error = HttpError {
            status: axum::http::StatusCode::TOO_MANY_REQUESTS,
            code: "slow_down",
            message: "too many requests from this address".into(),
            retry_after: Some(seconds),
        };
        return error.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_the_rate() {
        let buckets = Buckets::new(2, 3);
        let (one, two) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let taken = (0..5).filter(|_| buckets.take(one, 0).is_ok()).count();
        assert_eq!(taken, 3);
        assert_eq!(buckets.take(one, 400), Err(1));
        assert_eq!(buckets.take(one, 500), Ok(()));
        assert_eq!(buckets.take(two, 0), Ok(()));
        assert_eq!((0..9).filter(|_| buckets.take(one, 60_000).is_ok()).count(), 3);
    }
}

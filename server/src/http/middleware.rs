//! What every request passes through, outermost first: catch-panic, log, headers, CSRF, body limit.

pub mod body_limit;
pub mod csrf;
pub mod headers;
pub mod panic;
pub mod rate_limit;
pub mod request_log;

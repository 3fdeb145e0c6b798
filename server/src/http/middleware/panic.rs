//! A panic is a defect of ours: the client gets a 500, the server goes on.

use std::any::Any;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::{CatchPanicLayer, ResponseForPanic};

use crate::error::internal;

/// Turns a panic of a handler into the answer of [`internal`].
#[derive(Clone, Copy, Debug)]
pub struct Answer;

/// The layer.
pub fn layer() -> CatchPanicLayer<Answer> {
    CatchPanicLayer::custom(Answer)
}

impl ResponseForPanic for Answer {
    type ResponseBody = axum::body::Body;

    fn response_for_panic(&mut self, panic: Box<dyn Any + Send + 'static>) -> Response {
        let text = panic.downcast_ref::<&str>().copied().map(ToOwned::to_owned);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
        internal(&format!("panic: {text}")).into_response()
    }
}

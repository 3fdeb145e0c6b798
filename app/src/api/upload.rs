//! Sending a file to `POST /import`. Not a server function: a file can be larger than memory, and its progress is shown.
//!
//! The request is a form with one part, `file`. The answer is JSON: `{"upload": "…"}`, or `{"error": {"code": "…"}}` with the reason of a refusal.

use super::ApiError;

/// A file that a person chose or dropped.
#[derive(Clone, PartialEq, Debug)]
pub struct ChosenFile {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    #[cfg(target_arch = "wasm32")]
    file: wasm_bindgen::JsValue,
}

impl ChosenFile {
    /// Its text; `None` when the browser cannot read it.
    #[cfg(target_arch = "wasm32")]
    pub async fn text(&self) -> Option<String> {
        use wasm_bindgen::JsCast;
        let read: js_sys::Function = js_sys::Reflect::get(&self.file, &"text".into()).ok()?.dyn_into().ok()?;
        let promise: js_sys::Promise = read.call0(&self.file).ok()?.dyn_into().ok()?;
        wasm_bindgen_futures::JsFuture::from(promise).await.ok()?.as_string()
    }

    /// There is no file where there is no browser.
    #[cfg(not(target_arch = "wasm32"))]
    #[allow(clippy::unused_async)]
    pub async fn text(&self) -> Option<String> {
        None
    }
}

/// The first file of a file input that has changed.
#[cfg(target_arch = "wasm32")]
pub fn chosen(event: &web_sys::Event) -> Option<ChosenFile> {
    use js_sys::Reflect;
    let input = event.target()?;
    let files = Reflect::get(&input, &"files".into()).ok()?;
    let file = Reflect::get_u32(&files, 0).ok().filter(wasm_bindgen::JsValue::is_object)?;
    let name = Reflect::get(&file, &"name".into()).ok()?.as_string()?;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a whole number of bytes; `as` saturates
    let size = Reflect::get(&file, &"size".into()).ok()?.as_f64()? as u64;
    Some(ChosenFile { name, size, file })
}

/// There is no file where there is no browser.
#[cfg(not(target_arch = "wasm32"))]
pub fn chosen(_event: &web_sys::Event) -> Option<ChosenFile> {
    None
}

/// Sends a file; `progress` hears how many bytes have gone. Answers with the name of the upload, for
/// [`preview`](super::base::preview) and [`start_import`](super::base::start_import).
///
/// # Errors
/// [`ApiError`]; then nothing was kept at the server.
#[cfg(target_arch = "wasm32")]
pub async fn send(file: &ChosenFile, progress: impl Fn(u64) + 'static) -> Result<String, ApiError> {
    let (status, text) = browser::post("/import", &file.file, progress).await.ok_or(ApiError::Network)?;
    let (upload, code) = browser::upload_and_code(&text);
    answer(status, &upload, &code)
}

/// There is no network where there is no browser.
///
/// # Errors
/// [`ApiError::Network`].
#[cfg(not(target_arch = "wasm32"))]
#[allow(clippy::unused_async)]
pub async fn send(_file: &ChosenFile, _progress: impl Fn(u64) + 'static) -> Result<String, ApiError> {
    Err(ApiError::Network)
}

/// What an answer means.
#[cfg(any(target_arch = "wasm32", test))]
fn answer(status: u16, upload: &str, code: &str) -> Result<String, ApiError> {
    use super::Refusal;
    let refused = |code: &str| ApiError::Refused(Refusal { code: code.to_owned(), retry_after: None });
    match status {
        200..=299 if !upload.is_empty() => Ok(upload.to_owned()),
        401 => Err(ApiError::NeedsAuth),
        413 => Err(ApiError::TooLarge),
        _ if !code.is_empty() => Err(refused(code)),
        403 => Err(refused("forbidden")),
        400 => Err(ApiError::Invalid("upload".into())),
        _ => Err(ApiError::Server),
    }
}

/// An `XMLHttpRequest`, because `fetch` does not tell how much of a body has been sent.
#[cfg(target_arch = "wasm32")]
mod browser {
    use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
    use wasm_bindgen::prelude::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    fn get(target: &JsValue, name: &str) -> JsValue {
        Reflect::get(target, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    fn call(target: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
        let function = get(target, method).dyn_into::<Function>().ok()?;
        function.apply(target, &arguments.iter().collect::<Array>()).ok()
    }

    fn construct(name: &str) -> Option<JsValue> {
        let class = get(&js_sys::global(), name).dyn_into::<Function>().ok()?;
        Reflect::construct(&class, &Array::new()).ok()
    }

    /// The name of the upload and the code of the error in an answer; empty where there is none, or no JSON.
    pub fn upload_and_code(json: &str) -> (String, String) {
        let Some(object) = JSON::parse(json).ok().filter(wasm_bindgen::JsCast::is_instance_of::<Object>) else {
            return Default::default();
        };
        let text = |value: JsValue| value.as_string().unwrap_or_default();
        (text(get(&object, "upload")), text(get(&get(&object, "error"), "code")))
    }

    /// Posts a form with one file; `None` when there was no answer.
    pub async fn post(path: &str, file: &JsValue, progress: impl Fn(u64) + 'static) -> Option<(u16, String)> {
        let form = construct("FormData")?;
        call(&form, "append", &["file".into(), file.clone()])?;
        let request = construct("XMLHttpRequest")?;
        call(&request, "open", &["POST".into(), path.into()])?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a whole number of bytes; `as` saturates
        let on_progress = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            progress(get(&event, "loaded").as_f64().unwrap_or_default() as u64);
        });
        call(&get(&request, "upload"), "addEventListener", &["progress".into(), on_progress.as_ref().clone()])?;
        let ended = Promise::new(&mut |resolve, _reject| {
            let _ = call(&request, "addEventListener", &["loadend".into(), resolve.into()]);
        });
        call(&request, "send", &[form])?;
        JsFuture::from(ended).await.ok()?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // an HTTP status
        let status = get(&request, "status").as_f64()? as u16;
        // The listener must live until the request has ended.
        drop(on_progress);
        (status != 0).then(|| (status, get(&request, "responseText").as_string().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_a_name_is_no_success() {
        assert_eq!(answer(200, "u1", ""), Ok("u1".into()));
        assert_eq!(answer(200, "", ""), Err(ApiError::Server));
        assert_eq!(answer(401, "", ""), Err(ApiError::NeedsAuth));
        assert_eq!(answer(413, "", "too_large"), Err(ApiError::TooLarge));
        assert!(matches!(answer(403, "", ""), Err(ApiError::Refused(r)) if r.code == "forbidden"));
        assert!(matches!(answer(422, "", "bad_file"), Err(ApiError::Refused(r)) if r.code == "bad_file"));
        assert_eq!(answer(502, "", ""), Err(ApiError::Server));
    }
}

//! Calling the browser by name.

pub use crate::by_name::{call, construct, get, path};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Waits for a promise; `None` when there is none, or it is refused.
pub async fn promised(value: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(value?.dyn_into::<Promise>().ok()?).await.ok()
}

/// An object of text properties.
pub fn object(properties: &[(&str, &str)]) -> JsValue {
    let object = Object::new();
    for (name, value) in properties {
        // Fails only on a frozen object; this one is new.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object.into()
}

/// Downloads a text as a file, by a link that is pressed and gone.
pub fn download(name: &str, mime: &str, text: &str) -> Option<()> {
    let parts: JsValue = Array::of1(&text.into()).into();
    let blob = construct("Blob", &[parts, object(&[("type", mime)])])?;
    let urls = path(&["URL"]);
    let address = call(&urls, "createObjectURL", &[blob])?;
    follow(&address.as_string()?, name)?;
    // The browser reads the address after the click has been handled.
    leptos::prelude::set_timeout(
        move || {
            let _ = call(&urls, "revokeObjectURL", &[address]);
        },
        std::time::Duration::from_mins(1),
    );
    Some(())
}

/// The properties of the style sheet that a picture keeps when it leaves the page.
const DRAWN: [&str; 9] = [
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "opacity",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
];

/// A picture of the page as a file of its own: the colours of the style sheet are written into it, on the page's ground.
pub fn picture(svg: &web_sys::Element) -> Option<String> {
    let copy: web_sys::Element = svg.clone_node_with_deep(true).ok()?.dyn_into().ok()?;
    let window = leptos::prelude::window();
    let (here, there) = (svg.query_selector_all("*").ok()?, copy.query_selector_all("*").ok()?);
    for i in 0..here.length() {
        let (Some(drawn), Some(copied)) = (element(here.get(i)), element(there.get(i))) else { continue };
        let style = window.get_computed_style(&drawn).ok()??;
        for name in DRAWN {
            let value = style.get_property_value(name).unwrap_or_default();
            if !value.is_empty() && value != "none" || name == "fill" {
                let _ = copied.set_attribute(name, &value);
            }
        }
        for name in ["class", "tabindex", "role", "data-to", "aria-label"] {
            let _ = copied.remove_attribute(name);
        }
    }
    let body: web_sys::Element = leptos::prelude::document().body()?.into();
    let ground = window.get_computed_style(&body).ok()??;
    let ground = ground.get_property_value("background-color").unwrap_or_default();
    copy.set_attribute("xmlns", "http://www.w3.org/2000/svg").ok()?;
    let (width, height) = (copy.get_attribute("width")?, copy.get_attribute("height")?);
    let inside = copy.inner_html();
    let ground = format!(r#"<rect width="{width}" height="{height}" fill="{ground}"/>"#);
    copy.set_inner_html(&(ground + &inside));
    Some(copy.outer_html())
}

fn element(node: Option<web_sys::Node>) -> Option<web_sys::Element> {
    node?.dyn_into().ok()
}

/// Downloads a picture as dots, twice as fine as the page. `None` when the browser cannot.
pub async fn download_png(name: &str, svg: &str, width: f64, height: f64) -> Option<()> {
    let image = construct("Image", &[])?;
    let text = js_sys::encode_uri_component(svg);
    let address = JsValue::from(format!("data:image/svg+xml;charset=utf-8,{}", String::from(text)));
    Reflect::set(&image, &"src".into(), &address).ok()?;
    promised(call(&image, "decode", &[])).await?;
    let canvas: JsValue = leptos::prelude::document().create_element("canvas").ok()?.into();
    for (side, length) in [("width", width), ("height", height)] {
        Reflect::set(&canvas, &side.into(), &(length * 2.0).into()).ok()?;
    }
    let context = call(&canvas, "getContext", &["2d".into()])?;
    call(&context, "drawImage", &[image, 0.into(), 0.into(), (width * 2.0).into(), (height * 2.0).into()])?;
    let data = call(&canvas, "toDataURL", &["image/png".into()])?.as_string()?;
    follow(&data, name)
}

/// Presses a link that hands an address to the person as a file.
fn follow(address: &str, name: &str) -> Option<()> {
    let link = leptos::prelude::document().create_element("a").ok()?;
    link.set_attribute("href", address).ok()?;
    link.set_attribute("download", name).ok()?;
    link.dyn_ref::<web_sys::HtmlElement>()?.click();
    Some(())
}

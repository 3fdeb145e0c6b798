//! How requests and answers are written: CBOR, by the same code as on the rest of the wire and in the stores.

use domain::codec::{self, DecodeError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use server_fn::codec::Post;
use server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType};
use std::convert::Infallible;

/// The encoding. The bytes are those of `server_fn`'s own CBOR; only what reads them is smaller.
pub struct Packing;

/// A server function that takes and gives CBOR in a POST.
pub type Packed = Post<Packing>;

impl ContentType for Packing {
    const CONTENT_TYPE: &'static str = "application/cbor";
}

impl FormatType for Packing {
    const FORMAT_TYPE: Format = Format::Binary;
}

impl<T: Serialize> Encodes<T> for Packing {
    type Error = Infallible;

    fn encode(value: &T) -> Result<Bytes, Infallible> {
        Ok(codec::encode(value).into())
    }
}

impl<T: DeserializeOwned> Decodes<T> for Packing {
    type Error = DecodeError;

    fn decode(bytes: Bytes) -> Result<T, DecodeError> {
        codec::decode(&bytes, "message")
    }
}

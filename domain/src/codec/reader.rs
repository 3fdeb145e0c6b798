//! Hands CBOR over to serde. Accepts what `ciborium` writes, and what it reads except for strings of indefinite length and big numbers.
//!
//! Own, because every type that is read gets its own copy of a deserializer's generic methods: here those only hand over what one
//! function has taken apart, and the page is that much smaller (docs/adr/0003-page-size.md).

use super::item::{Fault, Item, Reader};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

impl Reader<'_> {
    fn seq<'de, V: Visitor<'de>>(&mut self, left: Option<usize>, visitor: V) -> Result<V::Value, Fault> {
        self.enter()?;
        let value = visitor.visit_seq(Elements { reader: self, left })?;
        self.depth += 1;
        Ok(value)
    }

    fn map<'de, V: Visitor<'de>>(&mut self, left: Option<usize>, visitor: V) -> Result<V::Value, Fault> {
        self.enter()?;
        let value = visitor.visit_map(Elements { reader: self, left })?;
        self.depth += 1;
        Ok(value)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = Fault;

    fn is_human_readable(&self) -> bool {
        false
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.item()? {
            Item::Unsigned(number) => visitor.visit_u64(number),
            Item::Negative(number) => visitor.visit_i64(number),
            Item::Bytes(bytes) => visitor.visit_bytes(bytes),
            Item::Text(text) => visitor.visit_str(text),
            Item::Array(left) => self.seq(left, visitor),
            Item::Map(left) => self.map(left, visitor),
            Item::Bool(truth) => visitor.visit_bool(truth),
            Item::Null => visitor.visit_none(),
            Item::Float(number) => visitor.visit_f64(number),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Item::Text(text) = self.item()? else { return Err(Fault::of("a name was expected")) };
        visitor.visit_str(text)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Item::Array(left) = self.item()? else { return Err(Fault::of("an array was expected")) };
        self.seq(left, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Item::Map(left) = self.item()? else { return Err(Fault::of("a map was expected")) };
        self.map(left, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Some((0xf6 | 0xf7, rest)) = self.rest.split_first() {
            self.rest = rest;
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Item::Null = self.item()? else { return Err(Fault::of("null was expected")) };
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let before = self.rest;
        let filled = match self.item()? {
            Item::Map(Some(1)) => true,
            Item::Text(_) => {
                self.rest = before;
                false
            }
            _ => return Err(Fault::of("a variant was expected")),
        };
        self.enter()?;
        let value = visitor.visit_enum(Variant { reader: self, filled })?;
        self.depth += 1;
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip()?;
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
    }
}

/// The elements of an array, or the entries of a map.
struct Elements<'r, 'a> {
    reader: &'r mut Reader<'a>,
    left: Option<usize>,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Fault> {
        if self.reader.more(&mut self.left)? { seed.deserialize(&mut *self.reader).map(Some) } else { Ok(None) }
    }

    fn size_hint(&self) -> Option<usize> {
        // Every element takes a byte at least: a length that lies reserves no memory.
        self.left.map(|left| left.min(self.reader.rest.len()))
    }
}

impl<'de> MapAccess<'de> for Elements<'_, '_> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(&mut *self.reader)
    }

    fn size_hint(&self) -> Option<usize> {
        SeqAccess::size_hint(self)
    }
}

/// A variant: its name alone, or a map of its name to its content.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    filled: bool,
}

impl Variant<'_, '_> {
    fn content(&self) -> Result<(), Fault> {
        if self.filled { Ok(()) } else { Err(Fault::of("a variant without its content")) }
    }
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = Fault;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Fault> {
        Ok((seed.deserialize(&mut *self.reader)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = Fault;

    fn unit_variant(self) -> Result<(), Fault> {
        if self.filled { self.reader.skip() } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        self.content()?;
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.content()?;
        self.reader.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Fault> {
        self.content()?;
        self.reader.deserialize_map(visitor)
    }
}

//! Settings of the organisation: short texts by name.

use super::connect::{Db, DbError, Vars};

/// The organisation's name, as its people read it.
pub const ORGANISATION: &str = "organisation";
/// The organisation's time zone as a name of the IANA database, for example `Asia/Shanghai`.
pub const ZONE: &str = "zone";
/// The organisation's currency, ISO 4217, for example `CNY`.
pub const CURRENCY: &str = "currency";
/// SHA-256 (hex) of the set-up code; absent once an administrator exists.
pub const SETUP_CODE_HASH: &str = "setup_code_hash";

/// The value of setting `name`.
pub async fn get(db: &Db, name: &str) -> Result<Option<String>, DbError> {
    db.first("SELECT VALUE value FROM type::record('setting', $name)", Vars::new().set("name", name.to_owned())).await
}

/// Sets `name` to `value`.
pub async fn put(db: &Db, name: &str, value: &str) -> Result<(), DbError> {
    let vars = Vars::new().set("name", name.to_owned()).set("value", value.to_owned());
    db.transaction("UPSERT type::record('setting', $name) SET value = $value RETURN NONE", vars).await.map(drop)
}

//! Customers: made, put into the trash, taken out of it.

use super::{Around, Invalid, contact, edge, interaction};
use crate::store::{Draft, clock};
use domain::op::Body;
use domain::query::CustomerKind;
use domain::schema::Misfit;
use domain::schema::fields::customer;
use domain::{Kind, RowId, Value};

/// A new customer, as typed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct NewCustomer {
    /// The name of the person or company.
    pub name: String,
    /// Person or company.
    pub kind: CustomerKind,
    /// A telephone number, or nothing.
    pub phone: String,
    /// The place in words, or nothing.
    pub region: String,
    /// Labels.
    pub tags: Vec<String>,
    /// Who brought them.
    pub referrer: Option<RowId>,
    /// What was said, or nothing.
    pub note: String,
    /// Goes to the pool of customers nobody is responsible for, instead of to whoever enters them.
    pub unassigned: bool,
}

/// Makes a customer with what belongs to them: contact point, tags, referral, first note.
///
/// # Errors
/// [`Invalid`] when a value does not fit its field.
pub fn create(new: &NewCustomer, around: &Around) -> Result<(RowId, Vec<Draft>), Invalid> {
    let id = clock::new_row_id();
    let kind = match new.kind {
        CustomerKind::Person => "person",
        CustomerKind::Company => "company",
    };
    let owner = if new.unassigned || around.me.is_nil() { Value::Null } else { Value::Id(around.me.row()) };
    let fields = vec![
        (customer::NAME, Value::text(&new.name)),
        (customer::TYPE, Value::text(kind)),
        (customer::OWNER, owner),
        (customer::REGION, Value::text(&new.region)),
        (customer::ENTERED_DAY, Value::Int(around.today.into())),
    ];
    for (field, value) in &fields {
        Kind::Customer.field(*field).ok_or(Misfit::Choice)?.check(value)?;
    }
    let fields = fields.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let mut drafts = vec![Draft::new(Kind::Customer, id, Body::Create { fields })];
    if !new.phone.trim().is_empty() {
        drafts.push(contact::add(id, "phone", &new.phone)?);
    }
    for tag in &new.tags {
        drafts.push(add_tag(id, tag)?);
    }
    if let Some(referrer) = new.referrer {
        drafts.push(edge::refer(referrer, id, around.today)?);
    }
    if !new.note.trim().is_empty() {
        drafts.push(interaction::append(id, "note", &new.note, None, around)?);
    }
    Ok((id, drafts))
}

/// Adds a tag.
///
/// # Errors
/// [`Invalid`] when the tag is empty or too long.
pub fn add_tag(id: RowId, tag: &str) -> Result<Draft, Invalid> {
    let value = Value::text(tag);
    if value.is_null() {
        return Err(Misfit::Required.into());
    }
    Kind::Customer.field(customer::TAGS).ok_or(Misfit::Choice)?.check(&value)?;
    Ok(Draft::new(Kind::Customer, id, Body::Add { field: customer::TAGS, value }))
}

/// Takes a tag away.
pub fn remove_tag(id: RowId, tag: &str, around: &Around) -> Draft {
    Draft::new(
        Kind::Customer,
        id,
        Body::Del { field: customer::TAGS, value: Value::Text(tag.to_owned()), seen: around.base },
    )
}

/// Puts a customer into the trash.
pub fn delete(id: RowId, around: &Around) -> Draft {
    Draft::new(Kind::Customer, id, Body::Delete { seen: around.base })
}

/// Takes a customer out of the trash.
pub fn restore(id: RowId) -> Draft {
    Draft::new(Kind::Customer, id, Body::Restore {})
}

/// The labels in what was typed, separated by commas, semicolons or blanks of any width; each once.
pub fn tags(typed: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed.split([',', '，', '、', ';', '；', '\n', ' ', '\u{3000}']).map(str::trim).filter(|t| !t.is_empty())
    {
        if !tags.iter().any(|t| t == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::super::tests::around;
    use super::*;
    use domain::schema::fields::{contact_point, interaction, referral};

    #[test]
    fn a_new_customer_is_several_operations_that_belong_together() {
        let referrer = RowId::from_bytes([9; 16]);
        let new = NewCustomer {
            name: " 林婉清 ".into(),
            phone: "138 6213 4472".into(),
            region: "江苏 苏州".into(),
            tags: tags("老客、旗袍，老客"),
            referrer: Some(referrer),
            note: "想看真丝".into(),
            ..NewCustomer::default()
        };
        let (id, drafts) = create(&new, &around()).expect("all fits");
        let kinds: Vec<Kind> = drafts.iter().map(|d| d.row.kind).collect();
        use Kind::{ContactPoint, Customer, Interaction, Referral};
        assert_eq!(kinds, [Customer, ContactPoint, Customer, Customer, Referral, Interaction]);
        let Body::Create { fields } = &drafts[0].body else { panic!("create first") };
        assert!(fields.contains(&(customer::NAME, Value::Text("林婉清".into()))));
        assert!(fields.contains(&(customer::OWNER, Value::Id(around().me.row()))));
        let Body::Create { fields } = &drafts[1].body else { panic!("a contact point") };
        assert!(fields.contains(&(contact_point::CUSTOMER, Value::Id(id))));
        let Body::Link { from, to, fields } = &drafts[4].body else { panic!("a link") };
        assert_eq!((*from, *to), (referrer, id));
        assert!(fields.iter().all(|(f, _)| *f != referral::FROM));
        let Body::Append { fields } = &drafts[5].body else { panic!("a note") };
        assert!(fields.contains(&(interaction::TEXT, Value::Text("想看真丝".into()))));
    }

    #[test]
    fn the_least_is_a_name_and_nothing_is_written_without() {
        let named = NewCustomer { name: "王".into(), unassigned: true, ..NewCustomer::default() };
        let (_, drafts) = create(&named, &around()).expect("a name will do");
        assert_eq!(drafts.len(), 1);
        let Body::Create { fields } = &drafts[0].body else { panic!("create") };
        assert!(fields.iter().all(|(f, v)| *f != customer::OWNER && !v.is_null()));
        for name in ["", "  ", &"长".repeat(121)] {
            assert!(create(&NewCustomer { name: name.into(), ..named.clone() }, &around()).is_err(), "{name}");
        }
        assert!(create(&NewCustomer { phone: "无".into(), ..named }, &around()).is_err());
        assert!(add_tag(RowId::NIL, "  ").is_err() && add_tag(RowId::NIL, &"x".repeat(41)).is_err());
    }
}

use super::*;

fn header(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

fn guess(target: Target, names: &str) -> Vec<(String, String)> {
    Mapping::guess(target, &header(names)).columns.into_iter().collect()
}

fn field_of(target: Target, names: &str, column: &str) -> Option<String> {
    Mapping::guess(target, &header(names)).columns.remove(column)
}

#[test]
fn aliases_are_normalised_and_belong_to_one_field() {
    for target in [Target::Customers, Target::Purchases, Target::Relations] {
        for field in target.fields() {
            for alias in field.aliases.split('|') {
                assert_eq!(normalise(alias), alias, "{}", field.name);
                let mine = field.aliases.split('|').filter(|a| *a == alias).count();
                assert_eq!(mine, 1, "{alias} twice in {}", field.name);
            }
        }
        for group in target.needed() {
            assert!(group.iter().all(|g| target.fields().iter().any(|f| f.name == *g)));
        }
    }
}

#[test]
fn online_retail_needs_no_help() {
    let names = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country";
    let found = guess(Target::Purchases, names);
    let fields: Vec<_> = found.iter().map(|(c, f)| format!("{c}={f}")).collect();
    assert_eq!(
        fields,
        [
            "Country=country",
            "CustomerID=customer",
            "Description=product",
            "InvoiceDate=date",
            "InvoiceNo=order",
            "Quantity=quantity",
            "StockCode=product_code",
            "UnitPrice=unit_price",
        ]
    );
    let second = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";
    assert_eq!(guess(Target::Purchases, second).len(), 8);
}

#[test]
fn exports_of_other_programs_are_recognised() {
    let zoho = "Record Id,Contact Owner,First Name,Last Name,Account Name,Email,Phone,Mobile,Lead Source,Date of Birth,Mailing Street,\
                Mailing City,Mailing State,Mailing Zip,Mailing Country,Description,Tag,Created Time,Title";
    assert_eq!(guess(Target::Customers, zoho).len(), 19);
    assert_eq!(field_of(Target::Customers, zoho, "Account Name").as_deref(), Some("company"));
    let accounts = "Account Id,Account Name,Phone,Billing City";
    assert_eq!(field_of(Target::Customers, accounts, "Account Name").as_deref(), Some("name"));
    let fx = "客户名称（必填）,客户编号,客户来源,负责人,国家,省,市,区,详细地址,电话,成交状态,创建时间,备注";
    assert_eq!(guess(Target::Customers, fx).len(), 13);
    assert_eq!(field_of(Target::Customers, fx, "客户名称（必填）").as_deref(), Some("name"));
    let contacts = "姓名,客户名称,手机1,电话1,邮件,职务,生日,性别";
    assert_eq!(field_of(Target::Customers, contacts, "客户名称").as_deref(), Some("company"));
    let orders = "销售订单编号,客户名称,下单日期,销售订单金额(元),产品名称,数量";
    assert_eq!(guess(Target::Purchases, orders).len(), 6);
    assert_eq!(field_of(Target::Purchases, orders, "销售订单金额(元)").as_deref(), Some("amount"));
}

#[test]
fn what_a_person_says_wins_and_is_remembered() {
    let header = header("Nummer,Datum,Betrag,Kunde");
    let mut mapping = Mapping::guess(Target::Purchases, &header);
    assert!(mapping.columns.is_empty());
    let missing = mapping.resolve(&header, false).err().map(|e| e.to_string()).unwrap_or_default();
    assert!(missing.contains("date") && missing.contains("Nummer, Datum, Betrag, Kunde"), "{missing}");
    for (column, field) in [("datum", "date"), ("Betrag", "amount"), ("Kunde", "customer")] {
        mapping.set(&header, column, field).expect("known");
    }
    assert!(mapping.resolve(&header, false).is_ok());
    assert_eq!(mapping.unmapped(&header), ["Nummer"]);
    let json = serde_json::to_string(&mapping).expect("serialisable");
    assert_eq!(serde_json::from_str::<Mapping>(&json).expect("readable"), mapping);
    assert!(matches!(mapping.set(&header, "Preis", "amount"), Err(MappingError::Column { .. })));
    assert!(matches!(mapping.set(&header, "Betrag", "money"), Err(MappingError::Field { .. })));
    mapping.set(&header, "Nummer", "date").expect("known");
    assert!(!mapping.columns.contains_key("Datum"), "a field has one column");
}

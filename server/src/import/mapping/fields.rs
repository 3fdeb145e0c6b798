//! The fields that a column can be mapped to, and the names by which columns are recognised.
//!
//! Sources of the names: the columns of UCI Online Retail and Online Retail II; Zoho CRM's exports of contacts, accounts, sales
//! orders and invoices; 纷享销客's objects 客户, 联系人, 销售订单; and what people usually write.

use super::Target;

/// A field that a column can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportField {
    /// Its name, as in `--map column=name`.
    pub name: &'static str,
    /// What it is called on the screen, in Chinese.
    pub zh: &'static str,
    /// What it is called on the screen, in English.
    pub en: &'static str,
    /// Names of columns that mean it, normalised, separated by `|`, the best first.
    pub(super) aliases: &'static str,
}

const fn field(name: &'static str, zh: &'static str, en: &'static str, aliases: &'static str) -> ImportField {
    ImportField { name, zh, en, aliases }
}

pub(super) const CUSTOMERS: &[ImportField] = &[
    field(
        "code",
        "客户编号",
        "customer code",
        "客户编号|客户编码|编号|客户id|会员号|会员编号|会员卡号|卡号|customerid|customercode|customerno|customernumber|contactid|\
         accountid|leadid|recordid|accountnumber|id|no",
    ),
    field(
        "name",
        "名称",
        "name",
        "姓名|联系人姓名|客户姓名|会员姓名|名称|名字|客户|fullname|contactname|customername|leadname|customer|客户名称|客户名",
    ),
    field("first_name", "名", "first name", "firstname|givenname|名"),
    field("last_name", "姓", "last name", "lastname|surname|familyname|姓|姓氏"),
    field("type", "类型", "person or company", "客户类型|类型|customertype|accounttype"),
    field("mobile", "手机", "mobile phone", "手机|手机1|手机号|手机号码|移动电话|mobile|mobilephone|cellphone|cell"),
    field(
        "phone",
        "电话",
        "phone",
        "电话|电话1|联系电话|电话号码|座机|固定电话|phone|telephone|tel|phonenumber|homephone",
    ),
    field("email", "邮箱", "e-mail", "邮箱|邮件|电子邮件|电子邮箱|email|mail|emailaddress"),
    field("wechat", "微信", "WeChat", "微信|微信号|wechat|wechatid|weixin"),
    field("region", "地区", "region", "地区|区域|省市区|所在地区|所在地|region|area|territory"),
    field("province", "省", "province or state", "省|省份|所在省|province|state|mailingstate|billingstate"),
    field("city", "市", "city", "市|城市|所在市|city|mailingcity|billingcity"),
    field("district", "区", "district", "区|区县|县|district|county"),
    field("country", "国家", "country", "国家|国家地区|country|mailingcountry|billingcountry"),
    field("address", "地址", "address", "详细地址|地址|联系地址|通讯地址|address|street|mailingstreet|billingstreet"),
    field(
        "postcode",
        "邮编",
        "postal code",
        "邮编|邮政编码|postcode|postalcode|zip|zipcode|mailingzip|billingcode|billingzip|mailingcode",
    ),
    field("gender", "性别", "gender", "性别|gender|sex|salutation"),
    field("birthday", "生日", "birthday", "生日|出生日期|出生年月日|birthday|dateofbirth|birthdate|dob"),
    field("occupation", "职业", "occupation", "职业|职务|职位|岗位|occupation|title|jobtitle|profession|designation"),
    field(
        "company",
        "公司",
        "company",
        "公司|公司名称|单位|工作单位|所属公司|企业名称|客户名称|company|companyname|accountname|organisation|organization",
    ),
    field(
        "owner",
        "负责人",
        "owner",
        "负责人|跟进人|业务员|销售|客户经理|归属人|owner|contactowner|accountowner|leadowner|recordowner|salesperson",
    ),
    field("source", "来源", "source", "来源|客户来源|线索来源|source|leadsource"),
    field("sales_stage", "销售阶段", "sales stage", "销售阶段|阶段|成交状态|跟进状态|stage|salesstage|leadstatus"),
    field("tags", "标签", "tags", "标签|客户标签|tags|tag|labels"),
    field("preferences", "喜好", "preferences", "喜好|偏好|兴趣|爱好|preferences|interests"),
    field("remark", "备注", "remark", "备注|说明|描述|remark|remarks|notes|note|description|comment|comments"),
    field(
        "entered_day",
        "建档日期",
        "entered on",
        "建档日期|创建时间|创建日期|录入日期|登记日期|入会日期|createdtime|createdat|createdon|created|datecreated",
    ),
    field("currency", "结算货币", "billing currency", "币种|货币|currency"),
    field("bank_account", "银行账号", "bank account", "银行账号|银行账户|账号|bankaccount|iban"),
    field("terms", "付款条件", "terms", "付款条件|账期|优惠条件|terms|paymentterms"),
];

pub(super) const PURCHASES: &[ImportField] = &[
    field(
        "order",
        "订单号",
        "order number",
        "订单号|订单编号|销售订单编号|单号|单据编号|发票号|发票号码|小票号|invoiceno|invoice|invoicenumber|invoiceid|orderno|ordernumber|orderid|\
         sonumber|salesorderno|billno|receiptno|transactionid",
    ),
    field(
        "customer",
        "客户编号",
        "customer code",
        "客户编号|客户编码|客户id|会员号|会员编号|会员卡号|customerid|customercode|customerno|customernumber|contactid|accountid",
    ),
    field(
        "customer_name",
        "客户名称",
        "customer name",
        "客户名称|客户|客户姓名|姓名|会员姓名|购买人|买家|customername|customer|contactname|accountname|buyer|name",
    ),
    field(
        "customer_phone",
        "客户电话",
        "customer phone",
        "手机|手机号|手机号码|客户电话|联系电话|电话|phone|mobile|customerphone",
    ),
    field("country", "国家", "country", "国家|国家地区|country|shippingcountry|billingcountry"),
    field(
        "date",
        "日期",
        "date",
        "下单日期|下单时间|订单日期|购买日期|购买时间|消费时间|消费日期|成交日期|交易时间|销售日期|开票日期|日期|时间|invoicedate|orderdate|purchasedate|\
         transactiondate|saledate|date|createdtime|createdat|创建时间",
    ),
    field(
        "product_code",
        "商品编号",
        "product code",
        "商品编号|商品编码|产品编号|产品编码|货号|款号|条码|stockcode|sku|productcode|productid|itemcode|barcode",
    ),
    field(
        "product",
        "商品",
        "product",
        "商品名称|产品名称|商品|产品|品名|货品|项目|productname|product|item|itemname|description",
    ),
    field("quantity", "数量", "quantity", "数量|件数|购买数量|quantity|qty|units"),
    field("unit_price", "单价", "unit price", "销售单价|单价|成交单价|价格|unitprice|price|listprice|rate"),
    field(
        "amount",
        "金额",
        "amount",
        "实付金额|实收金额|实付|小计|销售订单金额|订单金额|成交金额|消费金额|金额|总额|总金额|合计|amount|linetotal|total|grandtotal|totalamount|subtotal|revenue",
    ),
    field("currency", "币种", "currency", "币种|货币|currency"),
    field("channel", "渠道", "channel", "渠道|销售渠道|门店|店铺|channel|store|shop"),
    field("summary", "摘要", "summary", "摘要|主题|subject|summary"),
    field("remark", "备注", "remark", "备注|说明|remark|remarks|notes|note|comment"),
    field(
        "refund_of",
        "原订单号",
        "refunded order",
        "原订单号|原单号|退货原单|退款订单号|refundof|originalorder|originalinvoice",
    ),
];

pub(super) const RELATIONS: &[ImportField] = &[
    field(
        "from",
        "甲方",
        "from",
        "甲方|甲|从|介绍人|推荐人|客户|客户编号|客户名称|姓名|from|fromcode|source|referrer|referredby|referrername|person1|a|customer|customerid|customer1",
    ),
    field(
        "to",
        "乙方",
        "to",
        "乙方|乙|到|被介绍人|被推荐人|新客户|关联客户|相关客户|to|tocode|target|referred|referee|referral|b|relatedto|relatedcustomer|person2|customer2",
    ),
    field("kind", "关系", "kind", "关系|关系类型|类型|relation|relationship|kind|type|relationtype"),
    field("date", "日期", "date", "日期|介绍日期|开始日期|起始日期|建立日期|date|day|since|startdate"),
    field("channel", "方式", "channel", "方式|介绍方式|渠道|channel"),
    field("strength", "强度", "strength", "强度|亲密度|strength|weight"),
    field("remark", "备注", "remark", "备注|说明|remark|remarks|notes|note|comment"),
];

/// The names of a target's fields, for a message.
pub(super) fn names(target: Target) -> String {
    target.fields().iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
}

/// What a field is called.
pub(super) fn label(target: Target, name: &str, zh: bool) -> &'static str {
    target.fields().iter().find(|f| f.name == name).map_or("", |f| if zh { f.zh } else { f.en })
}

/// Whether any target has a field of this name.
pub(super) fn exists(name: &str) -> bool {
    [CUSTOMERS, PURCHASES, RELATIONS].iter().any(|t| t.iter().any(|f| f.name == name))
}

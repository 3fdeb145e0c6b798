//! Scores and tiers: computed by the server, published like any other change.

use std::time::Duration;

use domain::row::RowRef;
use domain::schema::fields::{basis, score};
use domain::{Kind, Value};
use server::state::now_ms;

use crate::sync::{Device, Office};

type Outcome = Result<(), Box<dyn std::error::Error + Send + Sync>>;

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_and_a_call_show_in_the_customers_score() -> Outcome {
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let today = (now_ms() + 8 * 3_600_000).div_euclid(86_400_000);
    let create = phone.customer("陈静");
    let at = create.row;
    let bought = phone.buy(at.id, today - 3, 12_300);
    let called = phone.call(at.id, today - 1);
    phone.push(&office, &[create, bought, called]).await?;
    let card = RowRef::new(Kind::Score, at.id);
    for _ in 0..100 {
        phone.pull(&office).await?;
        if phone.rows.get(&card).is_some_and(|row| row.int(score::RFM).is_some()) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let row = phone.row(card)?;
    assert_eq!(
        (row.int(score::ORDERS), row.int(score::NET), row.int(score::NET_YEAR)),
        (Some(1), Some(12_300), Some(12_300))
    );
    assert_eq!((row.int(score::LAST_DAY), row.int(score::CONTACT_DAY)), (Some(today - 3), Some(today - 1)));
    assert_eq!((row.text(score::CONTACT_CHANNEL), row.text(score::LIFECYCLE)), ("call", "new"));
    // One order does not make a VIP, not even in a base of one customer.
    assert_eq!(row.text(score::TIER), "potential");
    assert_eq!(row.get(score::MONTHS).as_list().len(), 13);
    office.running.state.scoring.score_all().await?;
    phone.pull(&office).await?;
    let found: Vec<_> = phone.of(Kind::Basis).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].int(basis::SCORED), Some(1));
    assert_eq!((found[0].int(basis::DAY), found[0].text(basis::CURRENCY)), (Some(today), "CNY"));
    assert_eq!(found[0].get(basis::CUTS).as_list().len(), 12);
    // Nothing changed: nothing is published again.
    let before = office.running.state.base.head().await?.seq;
    office.running.state.scoring.score_all().await?;
    assert_eq!(office.running.state.base.head().await?.seq, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_of_everything_makes_a_prospect_again() -> Outcome {
    use domain::schema::fields::purchase;
    let office = Office::open().await?;
    let mut phone = Device::ready(&office, &office.admin, 1).await?;
    let today = (now_ms() + 8 * 3_600_000).div_euclid(86_400_000);
    let create = phone.customer("陈静");
    let at = create.row;
    let bought = phone.buy(at.id, today - 30, 500);
    let mut refund = phone.buy(at.id, today - 2, -500);
    if let domain::Body::Create { fields } = &mut refund.body {
        fields.push((purchase::REFUND_OF, Value::Id(bought.row.id)));
    }
    phone.push(&office, &[create, bought, refund]).await?;
    office.running.state.scoring.score_all().await?;
    phone.pull(&office).await?;
    let row = phone.row(RowRef::new(Kind::Score, at.id))?;
    assert_eq!(
        (row.int(score::ORDERS), row.int(score::NET), row.text(score::LIFECYCLE)),
        (Some(0), Some(0), "prospect")
    );
    Ok(())
}

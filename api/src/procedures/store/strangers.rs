//! Queries on submissions from the public, which are stored separately from the evidence until somebody vouches for
//! them.

use crate::db::hold::{self, Hold};
use crate::db::{Tx, engine};
use crate::error::{Error, Result};
use crate::procedures::entity::dossier_attachment::AttachmentHead;
use crate::procedures::entity::{dossier, dossier_attachment, dossier_draft, unproven_file};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// The largest number of drafts that one round deletes; the next round continues.
const ROUND: u64 = 1_000;

/// Adds a draft.
pub async fn insert_draft(tx: &Tx, row: &dossier::Model) -> Result<()> {
    let draft = dossier_draft::Model::of(row)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("dossier {}: a draft without a link", row.id)))?;
    dossier_draft::Entity::insert(draft.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Returns the draft of a code.
pub async fn draft_by_code(db: &impl ConnectionTrait, indexes: Vec<Vec<u8>>) -> Result<Option<dossier::Model>> {
    let found = dossier_draft::Entity::find()
        .filter(dossier_draft::Column::CodeIndex.is_in(indexes))
        .one(db)
        .await?;
    Ok(found.map(dossier_draft::Model::into_dossier))
}

/// Removes and returns the draft of a link, to become a dossier.
pub async fn take_by_confirmation(tx: &Tx, hash: Vec<u8>) -> Result<Option<dossier::Model>> {
    let found = dossier_draft::Entity::find()
        .filter(dossier_draft::Column::ConfirmHash.eq(hash))
        .held()
        .one(tx)
        .await?;
    take(tx, found).await
}

/// Removes and returns the draft of a code, with its files: the applicant withdraws it.
pub async fn withdraw(tx: &Tx, indexes: Vec<Vec<u8>>) -> Result<Option<dossier::Model>> {
    let found = dossier_draft::Entity::find()
        .filter(dossier_draft::Column::CodeIndex.is_in(indexes))
        .held()
        .one(tx)
        .await?;
    let Some(row) = take(tx, found).await? else {
        return Ok(None);
    };
    unproven_file::Entity::delete_many()
        .filter(unproven_file::Column::DossierId.eq(row.id))
        .exec(tx)
        .await?;
    Ok(Some(row))
}

async fn take(tx: &Tx, found: Option<dossier_draft::Model>) -> Result<Option<dossier::Model>> {
    let Some(draft) = found else { return Ok(None) };
    let taken = dossier_draft::Entity::delete_by_id(draft.id).exec(tx).await?;
    // Two concurrent requests follow the link: the second finds no draft.
    Ok((taken.rows_affected == 1).then(|| draft.into_dossier()))
}

/// Stores a file separately.
pub async fn insert_file(tx: &Tx, row: unproven_file::Model) -> Result<()> {
    unproven_file::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Moves the files of a dossier to the evidence: somebody has vouched for them.
pub async fn vouch(tx: &Tx, dossier_id: Uuid) -> Result<()> {
    let sql = "INSERT INTO dossier_attachment \
               (id, dossier_id, name_sealed, media_type, size, sha256, content_sealed, added_at, is_result) \
               SELECT id, dossier_id, name_sealed, media_type, size, sha256, content_sealed, added_at, FALSE \
               FROM unproven_file WHERE dossier_id = ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [dossier_id.into()]);
    tx.execute_raw(statement).await?;
    unproven_file::Entity::delete_many()
        .filter(unproven_file::Column::DossierId.eq(dossier_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Returns the files of a dossier for which nobody has vouched, oldest first, without their content.
pub async fn files(db: &impl ConnectionTrait, dossier_id: Uuid) -> Result<Vec<AttachmentHead>> {
    use unproven_file::Column;
    #[derive(FromQueryResult)]
    struct Head {
        id: Uuid,
        name_sealed: Vec<u8>,
        media_type: String,
        size: i32,
        added_at: time::OffsetDateTime,
    }
    let found = unproven_file::Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::NameSealed,
            Column::MediaType,
            Column::Size,
            Column::AddedAt,
        ])
        .filter(Column::DossierId.eq(dossier_id))
        .order_by_asc(Column::Id)
        .into_model::<Head>()
        .all(db)
        .await?;
    Ok(found
        .into_iter()
        .map(|head| AttachmentHead {
            id: head.id,
            name_sealed: head.name_sealed,
            media_type: head.media_type,
            size: head.size,
            is_result: false,
            added_at: head.added_at,
        })
        .collect())
}

/// Returns one of them with its content.
pub async fn file(db: &impl ConnectionTrait, dossier_id: Uuid, id: Uuid) -> Result<Option<dossier_attachment::Model>> {
    let found = unproven_file::Entity::find_by_id(id)
        .filter(unproven_file::Column::DossierId.eq(dossier_id))
        .one(db)
        .await?;
    Ok(found.map(|file| dossier_attachment::Model {
        id: file.id,
        dossier_id: file.dossier_id,
        name_sealed: file.name_sealed,
        media_type: file.media_type,
        size: file.size,
        sha256: file.sha256,
        content_sealed: file.content_sealed,
        added_at: file.added_at,
        is_result: false,
    }))
}

/// Adds bytes to the total that the public has sent on a day, and returns the new total.
pub async fn add_to_day(tx: &Tx, day: Date, bytes: i64) -> Result<Option<i64>> {
    #[derive(FromQueryResult)]
    struct Day {
        bytes: i64,
    }
    let sql = "INSERT INTO public_intake (day, bytes) VALUES (?, ?) \
               ON CONFLICT (day) DO UPDATE SET bytes = public_intake.bytes + excluded.bytes RETURNING bytes";
    let values = [day.into(), bytes.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
    let day = Day::find_by_statement(statement).one(tx).await?;
    Ok(day.map(|day| day.bytes))
}

/// The limits before which data are deleted.
pub struct Ends {
    /// Drafts whose link expired before.
    pub links: OffsetDateTime,
    /// Files of reports decided before.
    pub decided: OffsetDateTime,
    /// Files of such reports are deleted if the reports were decided before this.
    pub decided_gone: OffsetDateTime,
    /// Files that nobody has vouched for, stored before.
    pub files: OffsetDateTime,
}

/// Deletes what nobody has vouched for, and the byte totals of days before the previous one; returns the numbers of
/// drafts and files.
pub async fn wipe(tx: &Tx, before: &Ends) -> Result<(u64, u64)> {
    // Drafts before their files: a withdrawal takes the locks in this order too.
    let drafts = dossier_draft::Entity::find()
        .filter(dossier_draft::Column::ConfirmUntil.lt(before.links))
        .limit(ROUND);
    let drafts = hold::ids(tx, drafts, dossier_draft::Column::Id).await?;
    let decided = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::Column::DecidedAt.lt(before.decided))
        .filter(dossier::Column::DecidedAt.gt(before.decided_gone))
        .into_query();
    let unwanted = Condition::any()
        .add(unproven_file::Column::DossierId.is_in(drafts.clone()))
        .add(unproven_file::Column::DossierId.in_subquery(decided))
        .add(unproven_file::Column::AddedAt.lt(before.files));
    let files = unproven_file::Entity::delete_many().filter(unwanted).exec(tx).await?;
    let over = dossier_draft::Column::Id.is_in(drafts);
    let drafts = dossier_draft::Entity::delete_many().filter(over).exec(tx).await?;
    tx.execute_unprepared("DELETE FROM public_intake WHERE day < (SELECT MAX(day) FROM public_intake)")
        .await?;
    Ok((drafts.rows_affected, files.rows_affected))
}

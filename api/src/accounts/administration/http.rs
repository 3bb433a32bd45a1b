//! Routes of the administration of accounts and operators.

use super::query::{AccountQuery, order};
use super::{creation, export, operators, search, service};
use crate::authz::Grant;
use crate::authz::policy::{
    ChangeHolder, CloseAccount, ConfirmOperator, CreateAccount, CreateOperator, DisableOperator, EndOperator,
    ExportAccounts, GetAccount, ListAccounts, ListHolders, ListOperators, LockAccount, ResetOperatorPassword,
    ResetPassword, SearchAccounts, UnlockAccount, UpdateAccount,
};
use crate::error::Result;
use crate::http::once::{IdempotencyKey, Once};
use crate::http::paging::{Moment, PageQuery, read_id};
use crate::http::versions;
use crate::http::{Body, Mount, Query, WrongParameters, XLSX, download};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use dto::administration::{
    AccountActIn, AccountExportIn, AccountIn, AccountPage, AccountPatch, AccountSearchIn, AccountStatus, HoldersOut,
    IssuedAccountOut, IssuedOperatorOut, ManagedAccountOut, NewHolderIn, OperatorIn, OperatorOut, OperatorResetIn,
    OperatorsOut, PasswordResetIn,
};
use dto::{AnyVersionIn, VersionIn};
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

/// Mounts the routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(CreateOperator.to(create_operator))
        .service(ListOperators.to(list_operators))
        .service(ConfirmOperator.to(confirm_operator))
        // Before the route with an account in its path, because `me` is not an account id.
        .service(DisableOperator.to(disable_operator))
        .service(EndOperator.to(end_operator))
        .service(ResetOperatorPassword.to(reset_operator_password))
        .service(CreateAccount.to(create_account))
        .service(ListAccounts.to(list_accounts))
        .service(SearchAccounts.to(search_accounts))
        .service(ExportAccounts.to(export_accounts))
        .service(GetAccount.to(get_account))
        .service(UpdateAccount.to(update_account))
        .service(LockAccount.to(lock_account))
        .service(UnlockAccount.to(unlock_account))
        .service(CloseAccount.to(close_account))
        .service(ResetPassword.to(reset_password))
        .service(ChangeHolder.to(change_holder))
        .service(ListHolders.to(list_holders));
}

/// Create an account
///
/// The administrator creates every kind of account (KH-10.1-3), each tier creates accounts of the next tier of its
/// sector in its area (KH-10.2a-2 to KH-10.5a-2), or the provincial police create all of them (LC-6.3-1, LC-6.4-1), as
/// the profile defines (D-07). The login name is unique, never changes and is never reused (LC-6.1b-2, KH-8c-2). The
/// initial password is sent by mail, or returned in the answer to be handed over; it is valid for one sign-in within
/// the number of hours that the profile sets.
#[utoipa::path(post, path = CreateAccount::PATH, impl_for = CreateAccount,
    request_body(content = AccountIn, example = json!({
        "role": "police", "level": "commune", "area_code": "22366", "unit_name": "Công an phường Nha Trang",
        "holder_name": "Phan Quốc Bảo", "holder_position": "Cán bộ", "email": "bao@congan.example", "delivery": "email"
    })),
    responses((status = 201, description = "Created", body = IssuedAccountOut)))]
async fn create_account(
    grant: Grant<CreateAccount>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccountIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let new = body.checked(grant.check_context())?;
            creation::create(&grant.caller, once, new).await
        })
        .await
}

/// List the accounts that one administers
///
/// The accounts of lower tiers of the caller's sector in the caller's area, and the caller's own account (KH-7.2d-1);
/// the administrator gets all accounts (KH-12.2). Without `sort` they are sorted by area from the top down, so that a
/// page can show them as a tree.
#[utoipa::path(get, path = ListAccounts::PATH, impl_for = ListAccounts,
    params(AccountQuery),
    responses((status = 200, description = "A page of accounts", body = AccountPage)))]
async fn list_accounts(grant: Grant<ListAccounts>, query: Query<AccountQuery>) -> Result<HttpResponse> {
    let (app, order) = (&grant.caller.app, order(query.sort));
    let mut wrong = WrongParameters::default();
    let limit = query.limit.map(usize::from);
    let wanted = wrong.page(query.cursor.as_deref(), limit, |text| order.read(app, text));
    wrong.told()?;
    let filter = query.filter(app, &*app.references(grant.caller.now).await?, None);
    let page = search::list(&grant.caller, filter, &order, &wanted).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Search accounts
///
/// Searches the accounts of `listAccounts` by words of the login name, the holder's name or the unit's name, with or
/// without accents, or by the telephone. The method is POST, so that names of people never appear in a URL.
#[utoipa::path(post, path = SearchAccounts::PATH, impl_for = SearchAccounts,
    request_body(content = AccountSearchIn, example = json!({ "q": "nha trang", "role": "police" })),
    responses((status = 200, description = "A page of accounts", body = AccountPage)))]
async fn search_accounts(grant: Grant<SearchAccounts>, body: Body<AccountSearchIn>) -> Result<HttpResponse> {
    let search = body.checked(grant.check_context())?;
    let (app, order) = (&grant.caller.app, order(search.sort.unwrap_or_default()));
    let mut wrong = WrongParameters::default();
    let limit = search.limit.map(usize::from);
    let wanted = wrong.page(search.cursor.as_deref(), limit, |text| order.read(app, text));
    wrong.told_of_body()?;
    let query = AccountQuery {
        role: search.role,
        level: search.level,
        status: search.status,
        area_code: search.area_code,
        ..AccountQuery::default()
    };
    let filter = query.filter(app, &*app.references(grant.caller.now).await?, Some(&search.q));
    let page = search::list(&grant.caller, filter, &order, &wanted).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Export the list of accounts
///
/// All accounts that match the filter of `listAccounts` and, where there are any, the words of `searchAccounts`, in the
/// order of the list, as XLSX: at most 10,000 lines; a longer list is refused with an error, never cut. `cursor` and
/// `limit` have no meaning here and are refused. The export is recorded with its filter.
#[utoipa::path(post, path = ExportAccounts::PATH, impl_for = ExportAccounts,
    params(AccountQuery),
    request_body(content = AccountExportIn, example = json!({ "q": "nha trang" })),
    responses((status = 200, description = "The lines as a file", content(
        (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    ))))]
async fn export_accounts(
    grant: Grant<ExportAccounts>,
    query: Query<AccountQuery>,
    body: Body<AccountExportIn>,
) -> Result<HttpResponse> {
    let words = body.checked(grant.check_context())?.q;
    Ok(download(
        export::file(&grant.caller, &query, words.as_deref()).await?,
        XLSX,
    ))
}

/// Get an account
///
/// The caller's own account or one that the caller administers, with its operators. For an account outside the caller's
/// scope the answer is 404.
#[utoipa::path(get, path = GetAccount::PATH, impl_for = GetAccount,
    params(("account_id" = Uuid, Path, description = "The account")),
    responses((status = 200, description = "The account", body = ManagedAccountOut)))]
async fn get_account(grant: Grant<GetAccount>, id: Path<Uuid>, request: HttpRequest) -> Result<HttpResponse> {
    let account = search::get(&grant.caller, *id).await?;
    versions::answer(&request, account.version, &account)
}

/// Change an account
///
/// Changes the holder's position, mail address, telephone and the unit's name. Kind, tier, area and login name never
/// change, so that no account can get more rights; use `changeHolder` for another holder.
#[utoipa::path(patch, path = UpdateAccount::PATH, impl_for = UpdateAccount,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = AccountPatch, example = json!({ "version": 1, "phone": "0258 000 0148" })),
    responses((status = 200, description = "The account after the change", body = ManagedAccountOut)))]
async fn update_account(grant: Grant<UpdateAccount>, id: Path<Uuid>, body: Body<AccountPatch>) -> Result<HttpResponse> {
    let change = body.checked(grant.check_context())?;
    Ok(HttpResponse::Ok().json(service::update(&grant.caller, *id, change).await?))
}

/// Lock an account
///
/// Its sessions and those of its operators end at once, even while their access tokens have not expired (KH-12.1b). The
/// last administrator cannot be locked.
#[utoipa::path(post, path = LockAccount::PATH, impl_for = LockAccount,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = AccountActIn, example = json!({ "reason": "misuse", "reference": "214/CAP-2026" })),
    responses((status = 200, description = "The account after the change", body = ManagedAccountOut)))]
async fn lock_account(
    grant: Grant<LockAccount>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccountActIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let why = body.checked(grant.check_context())?;
            let (app, caller) = (&grant.caller.app, &grant.caller);
            service::change_status(app, caller, *id, AccountStatus::Locked, &why, once).await
        })
        .await
}

/// Unlock an account
///
/// The account can be used again with its existing password; `resetPassword` issues a new one.
#[utoipa::path(post, path = UnlockAccount::PATH, impl_for = UnlockAccount,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = AccountActIn, example = json!({ "reason": "mistake" })),
    responses((status = 200, description = "The account after the change", body = ManagedAccountOut)))]
async fn unlock_account(
    grant: Grant<UnlockAccount>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccountActIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let why = body.checked(grant.check_context())?;
            let (app, caller) = (&grant.caller.app, &grant.caller);
            service::change_status(app, caller, *id, AccountStatus::Active, &why, once).await
        })
        .await
}

/// Close an account
///
/// This is permanent. The login name is never reused (LC-6.1b-2, KH-8c-2); data, history and audit remain (KH-12.1b,
/// S-09).
#[utoipa::path(post, path = CloseAccount::PATH, impl_for = CloseAccount,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = AccountActIn, example = json!({ "reason": "unit_ended" })),
    responses((status = 200, description = "The account after the change", body = ManagedAccountOut)))]
async fn close_account(
    grant: Grant<CloseAccount>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccountActIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let why = body.checked(grant.check_context())?;
            let (app, caller) = (&grant.caller.app, &grant.caller);
            service::change_status(app, caller, *id, AccountStatus::Closed, &why, once).await
        })
        .await
}

/// Issue a new initial password
///
/// All sessions of the account end; the new password is valid for one sign-in within the number of hours that the
/// profile sets (LC-7.4, KH-9d).
#[utoipa::path(post, path = ResetPassword::PATH, impl_for = ResetPassword,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = PasswordResetIn, example = json!({ "reason": "password_forgotten", "delivery": "email" })),
    responses((status = 200, description = "The account, and the password where it is handed over", body = IssuedAccountOut)))]
async fn reset_password(
    grant: Grant<ResetPassword>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<PasswordResetIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let reset = body.checked(grant.check_context())?;
            service::reset_password(&grant.caller, *id, reset, once).await
        })
        .await
}

/// Hand an account over to another person
///
/// The current holder and all previous holders are recorded (LC-6.3-2, KH-8d). A new initial password is issued, the
/// second factor of the previous holder is removed, and all sessions end.
#[utoipa::path(post, path = ChangeHolder::PATH, impl_for = ChangeHolder,
    params(("account_id" = Uuid, Path, description = "The account")),
    request_body(content = NewHolderIn, example = json!({
        "holder_name": "Trần Gia Bách", "holder_position": "Cán bộ", "email": "bach@congan.example",
        "reason": "holder_changed", "reference": "214/CAP-2026"
    })),
    responses((status = 200, description = "The account, and the password where it is handed over", body = IssuedAccountOut)))]
async fn change_holder(
    grant: Grant<ChangeHolder>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<NewHolderIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let new = body.checked(grant.check_context())?;
            service::change_holder(&grant.caller, *id, new, once).await
        })
        .await
}

/// List the holders of an account, and the operations on it
///
/// The current holder first (LC-6.3-2).
#[utoipa::path(get, path = ListHolders::PATH, impl_for = ListHolders,
    params(("account_id" = Uuid, Path, description = "The account"), PageQuery),
    responses((status = 200, description = "The holders", body = HoldersOut)))]
async fn list_holders(grant: Grant<ListHolders>, id: Path<Uuid>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(Moment::read)?;
    Ok(HttpResponse::Ok().json(search::holders(&grant.caller, *id, wanted).await?))
}

/// Create an operator
///
/// An operator is another person who works with the caller's account, with a separate login name and password (D-04);
/// the record of what that person does names both. Only the holder of the account may call this.
#[utoipa::path(post, path = CreateOperator::PATH, impl_for = CreateOperator,
    request_body(content = OperatorIn, example = json!({
        "holder_name": "Lê Thị Mỹ Duyên", "holder_position": "Lễ tân", "delivery": "handover"
    })),
    responses((status = 201, description = "Created", body = IssuedOperatorOut)))]
async fn create_operator(
    grant: Grant<CreateOperator>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<OperatorIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let new = body.checked(grant.check_context())?;
            operators::create(&grant.caller, once, new).await
        })
        .await
}

/// List the operators of one's own account
///
/// Including closed operators: the record of what they did keeps their names (D-04).
#[utoipa::path(get, path = ListOperators::PATH, impl_for = ListOperators,
    params(PageQuery),
    responses((status = 200, description = "The operators", body = OperatorsOut)))]
async fn list_operators(grant: Grant<ListOperators>, query: Query<PageQuery>) -> Result<HttpResponse> {
    let wanted = query.wanted(read_id)?;
    Ok(HttpResponse::Ok().json(operators::list(&grant.caller, wanted).await?))
}

/// Confirm an operator
///
/// When another person replaces the password of a unit account (a new holder, a lost password), its operators are
/// locked, because the previous user of the account may have created them. The holder then confirms the operators who
/// remain. Only the holder may call this.
#[utoipa::path(post, path = ConfirmOperator::PATH, impl_for = ConfirmOperator,
    params(("operator_id" = Uuid, Path, description = "The operator")),
    request_body(content = VersionIn, example = json!({ "version": 2 })),
    responses((status = 200, description = "The operator after the change", body = OperatorOut)))]
async fn confirm_operator(
    grant: Grant<ConfirmOperator>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<VersionIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let version = body.checked(grant.check_context())?;
            operators::confirm(&grant.caller, *id, version, once).await
        })
        .await
}

/// Close an operator of an account that one administers
///
/// For the tier that administers the account: one person permanently loses access, and the unit can continue to work.
#[utoipa::path(post, path = EndOperator::PATH, impl_for = EndOperator,
    params(("account_id" = Uuid, Path, description = "The account"), ("operator_id" = Uuid, Path, description = "The operator")),
    request_body(content = AccountActIn, example = json!({ "reason": "misuse" })),
    responses((status = 200, description = "The account after the change", body = ManagedAccountOut)))]
async fn end_operator(
    grant: Grant<EndOperator>,
    path: Path<(Uuid, Uuid)>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AccountActIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let why = body.checked(grant.check_context())?;
            let (account, operator) = path.into_inner();
            operators::end(&grant.caller, account, operator, why, once).await
        })
        .await
}

/// Disable an operator
///
/// From the next request on, and permanently: the login name is never reused. Only the holder of the account may call
/// this.
#[utoipa::path(post, path = DisableOperator::PATH, impl_for = DisableOperator,
    params(("operator_id" = Uuid, Path, description = "The operator")),
    request_body(content = AnyVersionIn, example = json!({ "version": 1 })),
    responses((status = 200, description = "The operator after the change", body = OperatorOut)))]
async fn disable_operator(
    grant: Grant<DisableOperator>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<AnyVersionIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let version = body.checked(grant.check_context())?;
            operators::disable(&grant.caller, *id, version, once).await
        })
        .await
}

/// Issue a new initial password for an operator
///
/// All sessions of the operator end. Only the holder of the account may call this.
#[utoipa::path(post, path = ResetOperatorPassword::PATH, impl_for = ResetOperatorPassword,
    params(("operator_id" = Uuid, Path, description = "The operator")),
    request_body(content = OperatorResetIn, example = json!({ "version": 1, "delivery": "handover" })),
    responses((status = 200, description = "The operator, and the password where it is handed over", body = IssuedOperatorOut)))]
async fn reset_operator_password(
    grant: Grant<ResetOperatorPassword>,
    id: Path<Uuid>,
    request: HttpRequest,
    key: IdempotencyKey,
    body: Body<OperatorResetIn>,
) -> Result<HttpResponse> {
    Once::of(&request, &key, &body.bytes)
        .answered(&grant.caller, async |once| {
            let reset = body.checked(grant.check_context())?;
            operators::reset_password(&grant.caller, *id, reset, once).await
        })
        .await
}

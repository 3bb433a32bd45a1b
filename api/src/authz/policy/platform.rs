//! Rights to the running of the installation.

use super::access::ADMINISTRATOR;
use super::{Access, Reach, policy};
use crate::authz::scope::Installation;

policy! {
    GetMailQueue = "getMailQueue" GET "/mail-queue" in Installation Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]), Tagged;
}

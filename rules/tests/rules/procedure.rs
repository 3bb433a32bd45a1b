use proptest::prelude::*;
use rules::procedure::{DossierAct as Act, DossierState as State, normalise_code, write_code};

/// Table 8.4 and what is added to it, as from, act, to. Whatever is not here may not be done.
const TABLE: &[(State, Act, State)] = &[
    (State::Draft, Act::File, State::Filed),
    (State::Filed, Act::Accept, State::Accepted),
    (State::Filed, Act::RequestSupplement, State::SupplementRequested),
    (State::Filed, Act::Refuse, State::Refused),
    (State::SupplementRequested, Act::Supplement, State::Filed),
    (State::Accepted, Act::Transfer, State::InProcess),
    (State::InProcess, Act::Resolve, State::ResultReady),
    (State::InProcess, Act::DemandPayment, State::PaymentPending),
    (State::PaymentPending, Act::Pay, State::InProcess),
    (State::ResultReady, Act::Return, State::Returned),
    (State::Returned, Act::Archive, State::Archived),
    // Added: a fault found later, and taking back.
    (State::Accepted, Act::RequestSupplement, State::SupplementRequested),
    (State::InProcess, Act::RequestSupplement, State::SupplementRequested),
    (State::Accepted, Act::Refuse, State::Refused),
    (State::InProcess, Act::Refuse, State::Refused),
    // What was accepted once is not accepted again, and what never comes again is refused.
    (State::SupplementRequested, Act::Resume, State::InProcess),
    (State::SupplementRequested, Act::Refuse, State::Refused),
    (State::Draft, Act::Withdraw, State::Withdrawn),
    (State::Filed, Act::Withdraw, State::Withdrawn),
    (State::SupplementRequested, Act::Withdraw, State::Withdrawn),
    (State::Accepted, Act::Withdraw, State::Withdrawn),
    (State::InProcess, Act::Withdraw, State::Withdrawn),
    (State::PaymentPending, Act::Withdraw, State::Withdrawn),
];

// Table 8.4
#[test]
fn a_dossier_goes_the_ways_of_the_table_and_no_other() {
    for state in State::ALL {
        for act in Act::ALL {
            let expected = TABLE
                .iter()
                .find(|(from, by, _)| (from, by) == (state, act))
                .map(|(_, _, to)| *to);
            assert_eq!(state.after(*act), expected, "{state:?} {act:?}");
        }
    }
}

// LC-6.1b-1
#[test]
fn the_clock_runs_while_it_is_the_officers_turn() {
    let running: Vec<State> = State::ALL.iter().copied().filter(|state| state.clock_runs()).collect();
    assert_eq!(running, [State::Filed, State::Accepted, State::InProcess]);
    assert!(
        State::ALL
            .iter()
            .all(|state| !(state.clock_runs() && state.is_decided()))
    );
}

#[test]
fn names_are_read_back() {
    for state in State::ALL {
        assert_eq!(State::from_name(state.as_str()), Some(*state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.as_str());
    }
    for act in Act::ALL {
        assert_eq!(serde_json::to_value(act).unwrap(), act.as_str());
    }
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let stored = "LT-01AB-CDEF-GH1J-K0MN";
    for typed in [
        stored,
        "lt-01ab-cdef-gh1j-k0mn",
        " LT 01AB CDEF GH1J K0MN ",
        "LTOIABCDEFGHLJKOMN",
        "01abcdefgh1jk0mn",
        "LT\u{2013}01AB\u{2013}CDEF\u{2013}GH1J\u{2013}K0MN",
    ] {
        assert_eq!(normalise_code(typed).as_deref(), Some(stored), "{typed}");
    }
    for bad in [
        "",
        "LT",
        "LT-01AB-CDEF-GH1J-K0M",
        "LT-01AB-CDEF-GH1J-K0MN0",
        "LT-01AB-CDEF-GH1J-K0MU",
        "LT-01AB-CDEF-GH1J-K0MÑ",
        "LT/01AB/CDEF/GH1J/K0MN",
    ] {
        assert_eq!(normalise_code(bad), None, "{bad}");
    }
}

proptest! {
    #[test]
    fn every_code_that_is_written_is_read(letters in "[0-9A-HJKMNP-TV-Z]{16}") {
        let code = write_code(&letters);
        prop_assert_eq!(normalise_code(&code), Some(code.clone()));
        prop_assert_eq!(code.len(), 2 + 4 * 5);
    }

    #[test]
    fn no_input_makes_reading_a_code_fail(typed in ".{0,40}") {
        let _ = normalise_code(&typed);
    }
}

//! Who gets how many chips: laws of the arithmetic, whatever the numbers.

use foomwatch::behaviors::ReservationKind;
use foomwatch::behaviors::allocation::{Part, Sharer, borrowed, room, water_fill, whole};
use proptest::prelude::*;

fn filled(room: f64, sharers: &[Sharer]) -> Vec<f64> {
    let mut shares = Vec::new();
    water_fill(room, sharers, &mut shares);
    shares
}

fn sharers() -> impl Strategy<Value = Vec<Sharer>> {
    let demand = prop_oneof![Just(f64::INFINITY), Just(0.0), 0.0..1e6, 0.0..1.0];
    let sharer = (demand, 1e-3..1e3).prop_map(|(demand, weight)| Sharer { demand, weight });
    prop::collection::vec(sharer, 1..12)
}

/// Reservations of up to all of so many chips, and what is not reserved.
fn parts() -> impl Strategy<Value = Vec<Part>> {
    let kind = prop_oneof![
        Just(ReservationKind::Hard),
        Just(ReservationKind::Lending),
        Just(ReservationKind::Preemptible),
    ];
    let demand = prop_oneof![Just(f64::INFINITY), Just(0.0), 0.0..200.0];
    let part = (kind, 0.0..100.0, 0.0..1.0, demand.clone());
    let part = part.prop_map(|(kind, size, slots, demand)| Part {
        kind: Some(kind),
        size,
        slots: whole(slots * size),
        demand,
    });
    let open =
        (0.0..100.0, demand).prop_map(|(size, demand)| Part { kind: None, size, slots: 0, demand });
    (prop::collection::vec(part, 0..5), open).prop_map(|(mut parts, open)| {
        parts.push(open);
        parts
    })
}

/// What each part uses, where jobs that take whole chips were let in as far as
/// there is room: what is not reserved before what is preemptible.
fn uses(parts: &mut [Part], open_slots: u64) -> Vec<f64> {
    let last = parts.len() - 1;
    parts[last].slots = open_slots.min(whole(room(parts, last)));
    for place in 0..last {
        if parts[place].kind == Some(ReservationKind::Preemptible) {
            parts[place].slots = parts[place].slots.min(whole(room(parts, place)));
        }
    }
    (0..parts.len())
        .map(|place| (parts[place].slots as f64 + parts[place].demand).min(room(parts, place)))
        .collect()
}

proptest! {
    #[test]
    fn what_is_shared_adds_up_to_the_room_or_to_all_demands(
        sharers in sharers(), room in prop_oneof![Just(0.0), 0.0..1e6, 0.0..1.0],
    ) {
        let shares = filled(room, &sharers);
        let demands: f64 = sharers.iter().map(|sharer| sharer.demand).sum();
        let (sum, wanted) = (shares.iter().sum::<f64>(), room.min(demands));
        prop_assert!((sum - wanted).abs() <= 1e-9 * wanted, "{sum} of {wanted}: {shares:?}");
        for (share, sharer) in shares.iter().zip(&sharers) {
            prop_assert!(*share >= 0.0 && *share <= sharer.demand, "{shares:?}");
        }
    }

    #[test]
    fn whoever_has_less_than_it_can_use_has_as_much_for_its_weight_as_anybody(
        sharers in sharers(), room in 0.0..1e6,
    ) {
        let shares = filled(room, &sharers);
        let worth = |place: usize| shares[place] / sharers[place].weight;
        for one in 0..shares.len() {
            for other in 0..shares.len() {
                if shares[one] < sharers[one].demand {
                    prop_assert!(worth(other) <= worth(one) * (1.0 + 1e-9), "{shares:?}");
                }
            }
        }
    }

    #[test]
    fn more_room_is_less_for_nobody(
        sharers in sharers(), room in 0.0..1e6, more in 0.0..1e6,
    ) {
        let (before, after) = (filled(room, &sharers), filled(room + more, &sharers));
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(*after >= before * (1.0 - 1e-9), "{before} became {after}");
        }
    }

    #[test]
    fn equal_weights_are_equal_shares_to_the_bit(room in 0.0..1e6, count in 1_usize..9) {
        let sharers = vec![Sharer { demand: f64::INFINITY, weight: 1.5 }; count];
        let shares = filled(room, &sharers);
        prop_assert!(shares.iter().all(|share| share.to_bits() == shares[0].to_bits()));
    }

    #[test]
    fn no_chip_is_used_twice(mut parts in parts(), open_slots in 0_u64..300) {
        let all: f64 = parts.iter().map(|part| part.size).sum();
        let uses = uses(&mut parts, open_slots);
        let used: f64 = uses.iter().sum();
        prop_assert!(used <= all * (1.0 + 1e-9), "{used} of {all}: {uses:?} in {parts:?}");
        let (lent, taken) = borrowed(&parts);
        let beyond = (uses[uses.len() - 1] - parts[parts.len() - 1].size).max(0.0);
        prop_assert!((lent + taken - beyond).abs() <= 1e-9 * all);
    }

    #[test]
    fn hard_and_lending_reservations_have_their_own_whatever_others_want(
        mut parts in parts(), open_slots in 0_u64..300,
    ) {
        let uses = uses(&mut parts, open_slots);
        for (part, used) in parts.iter().zip(uses) {
            if matches!(part.kind, Some(ReservationKind::Hard | ReservationKind::Lending)) {
                prop_assert!(used == (part.slots as f64 + part.demand).min(part.size));
            }
        }
    }

    #[test]
    fn unreserved_work_without_a_limit_leaves_idle_what_is_hard_alone(mut parts in parts()) {
        let last = parts.len() - 1;
        parts[last].demand = f64::INFINITY;
        let uses = uses(&mut parts, 0);
        for (part, used) in parts.iter().zip(&uses) {
            if part.kind == Some(ReservationKind::Preemptible) {
                prop_assert!(*used <= 1e-9, "{used} is left in {part:?}");
            }
        }
        let idle = |(part, used): (&Part, &f64)| {
            if part.kind == Some(ReservationKind::Hard) { part.size - used } else { 0.0 }
        };
        let idle: f64 = parts.iter().zip(&uses).map(idle).sum();
        let all: f64 = parts.iter().map(|part| part.size).sum();
        prop_assert!((uses.iter().sum::<f64>() - (all - idle)).abs() <= 1e-9 * all);
    }
}

#[test]
fn a_product_that_misses_a_whole_number_by_its_last_digits_is_that_number() {
    assert_eq!(whole(0.29 * 100.0), 29);
    assert_eq!(whole(0.1 * 3.0 * 10.0), 3);
    assert_eq!(whole(28.999), 28);
    assert_eq!(whole(0.0), 0);
}

#[test]
fn what_rounding_leaves_of_a_preemptible_part_is_nothing() {
    // Who uses all that there is takes all of it, whatever the sizes.
    for place in 0..10_000 {
        let chips = 64.0 * libm::exp(1e-3 * f64::from(place));
        let part = |kind, share, demand| Part { kind, size: share * chips, slots: 0, demand };
        let parts = [
            part(Some(ReservationKind::Hard), 0.2, 0.0),
            part(Some(ReservationKind::Preemptible), 0.2, f64::INFINITY),
            part(None, 0.6, f64::INFINITY),
        ];
        assert_eq!(room(&parts, 1), 0.0, "of {chips} chips");
    }
}

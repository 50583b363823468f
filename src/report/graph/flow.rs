//! The order of roles, from what does work to who is told of it.
//!
//! It lacks a search for the best order of all: roles are few, and moving one at
//! a time as long as that helps finds a good one.

/// An order of so many roles in which as many links as possible lead forward,
/// and among such orders one in which they are short. `links[a][b]` is how many
/// lead from `a` to `b` along the flow.
pub(super) fn order(links: &[Vec<usize>]) -> Vec<usize> {
    let is_joined = |role: usize| {
        links[role].iter().any(|many| *many > 0) || links.iter().any(|row| row[role] > 0)
    };
    let mut order: Vec<usize> = (0..links.len()).collect();
    order.sort_by_key(|role| !is_joined(*role));
    let mut least = cost(links, &order);
    let mut is_better = true;
    while is_better {
        is_better = false;
        for role in 0..links.len() {
            for place in 0..links.len() {
                let moved = moved(&order, role, place);
                let cost = cost(links, &moved);
                if cost < least {
                    (order, least, is_better) = (moved, cost, true);
                }
            }
        }
    }
    order
}

/// How many links lead backward, then how many columns they all span.
fn cost(links: &[Vec<usize>], order: &[usize]) -> (usize, usize) {
    let (mut backward, mut spanned) = (0, 0);
    for (left, a) in order.iter().enumerate() {
        for (right, b) in order.iter().enumerate().skip(left + 1) {
            backward += links[*b][*a];
            spanned += (links[*a][*b] + links[*b][*a]) * (right - left);
        }
    }
    (backward, spanned)
}

fn moved(order: &[usize], role: usize, place: usize) -> Vec<usize> {
    let mut moved: Vec<usize> = order.iter().copied().filter(|other| *other != role).collect();
    moved.insert(place, role);
    moved
}

//! What training compute is worth where there is too little to train on.
//!
//! It is the law of losses of Hoffmann et al. (2022), L = E + a/N^α + b/D^β, with the constants of
//! its refit by Besiroglu et al. (2024). It lacks repeated data, whose worth is in what
//! is counted as tokens, and models that are smaller than the law would have them.

/// How the loss falls with parameters.
const ALPHA: f64 = 0.3478;
/// How the loss falls with tokens.
const BETA: f64 = 0.3658;
/// What one parameter would leave of the loss.
const OF_PARAMETERS: f64 = 482.01;
/// What one token would leave of the loss.
const OF_TOKENS: f64 = 2085.43;

/// Each parameter takes six operations a token: two on the way there, four on the way
/// back (Kaplan et al. 2020).
const PER_PARAMETER_AND_TOKEN: f64 = 6.0;

/// The FLOP that it takes to train so many parameters on so many tokens.
#[must_use]
pub fn training_compute(parameters: f64, tokens: f64) -> f64 {
    PER_PARAMETER_AND_TOKEN * parameters * tokens
}

/// The parameters at which a training run of so many FLOP gets furthest.
#[must_use]
pub fn best_parameters(compute: f64) -> f64 {
    balance() * libm::pow(compute / PER_PARAMETER_AND_TOKEN, BETA / (ALPHA + BETA))
}

/// The tokens on which a training run of so many FLOP gets furthest.
#[must_use]
pub fn best_tokens(compute: f64) -> f64 {
    libm::pow(compute / PER_PARAMETER_AND_TOKEN, ALPHA / (ALPHA + BETA)) / balance()
}

/// The FLOP that would be worth as much with no lack of data as `compute` is with so many
/// tokens: all of it if they are enough, and otherwise less.
#[must_use]
pub fn effective_compute(compute: f64, tokens: f64) -> f64 {
    if tokens >= best_tokens(compute) {
        return compute;
    }
    // What tokens cannot take goes into more parameters than the law would have.
    let parameters = compute / (PER_PARAMETER_AND_TOKEN * tokens);
    worth(of_loss(parameters, tokens)).min(compute)
}

/// The FLOP that no run on so many tokens can be worth more than, however large it is.
#[must_use]
pub fn most_effective_compute(tokens: f64) -> f64 {
    worth(of_loss(f64::INFINITY, tokens))
}

/// How the best parameters and the best tokens stand to each other.
fn balance() -> f64 {
    libm::pow(ALPHA * OF_PARAMETERS / (BETA * OF_TOKENS), 1.0 / (ALPHA + BETA))
}

/// What parameters and tokens leave of the loss that more of both would take away.
fn of_loss(parameters: f64, tokens: f64) -> f64 {
    OF_PARAMETERS / libm::pow(parameters, ALPHA) + OF_TOKENS / libm::pow(tokens, BETA)
}

/// The FLOP with which the best run leaves so much of the loss.
fn worth(left: f64) -> f64 {
    let power = ALPHA * BETA / (ALPHA + BETA);
    let of_one =
        OF_PARAMETERS * libm::pow(balance(), -ALPHA) + OF_TOKENS * libm::pow(balance(), BETA);
    PER_PARAMETER_AND_TOKEN * libm::pow(of_one / left, 1.0 / power)
}

//! Randomness that a text decides.

use rand::{Rng, SeedableRng, rngs::StdRng};
use sha2::{Digest, Sha256};

/// A generator that always draws the same for the same seed; without one, another each time.
///
/// What it draws is not what the Terraform provider draws for that seed. The state keeps what was drawn, so that
/// only shows where a value is drawn anew.
pub fn generator(seed: Option<&str>) -> StdRng {
    match seed.filter(|seed| !seed.is_empty()) {
        Some(seed) => StdRng::from_seed(Sha256::digest(seed).into()),
        None => StdRng::from_seed(rand::rng().random()),
    }
}

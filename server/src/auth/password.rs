//! Passwords: argon2id with OWASP's parameters (19 MiB, 2 passes, 1 lane), at most two at once.

use std::sync::Arc;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use super::AuthError;

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// More at once would let a flood of log-ins eat the memory of a small machine.
const AT_ONCE: usize = 2;
/// The first guesses of every attacker that are long enough to pass the length rule.
const GUESSED_FIRST: [&str; 12] = [
    "password",
    "password1",
    "12345678",
    "123456789",
    "1234567890",
    "87654321",
    "88888888",
    "00000000",
    "qwertyui",
    "qwerty123",
    "abcd1234",
    "iloveyou",
];

/// Hashes and verifies passwords off the async threads. Clones share the limit.
#[derive(Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
}

impl Passwords {
    /// A hasher with two slots.
    pub fn new() -> Self {
        Self { slots: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The PHC string to store for `password`.
    ///
    /// # Errors
    /// [`AuthError::Internal`] only.
    pub async fn hash(&self, password: &str) -> Result<String, AuthError> {
        let password = password.to_owned();
        self.run(move || {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(|error| error.to_string())?;
            let salt = SaltString::encode_b64(&salt).map_err(|error| error.to_string())?;
            let hash = argon2()?.hash_password(password.as_bytes(), &salt).map_err(|error| error.to_string())?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` belongs to `stored`. Without a stored hash the same work is done and the answer is no, so
    /// that the time does not tell whether a login exists.
    ///
    /// # Errors
    /// [`AuthError::Internal`] when the stored hash is damaged.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<bool, AuthError> {
        let Some(stored) = stored.map(ToOwned::to_owned) else {
            self.hash(password).await?;
            return Ok(false);
        };
        let password = password.to_owned();
        self.run(move || {
            let hash = PasswordHash::new(&stored).map_err(|error| format!("damaged password hash: {error}"))?;
            match argon2()?.verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::Password) => Ok(false),
                Err(error) => Err(error.to_string()),
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<T, AuthError> {
        let permit = Arc::clone(&self.slots).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work itself: a caller that goes away must not free the slot early.
            let _permit = permit;
            work()
        });
        match done.await {
            Ok(result) => result.map_err(AuthError::Internal),
            Err(error) => Err(AuthError::Internal(error.to_string())),
        }
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

/// Refuses passwords that are too short, too long or guessed first.
///
/// # Errors
/// [`AuthError::WeakPassword`].
pub fn check_strength(password: &str, login: &str) -> Result<(), AuthError> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let mut chars = password.chars();
    let first = chars.next();
    let one_character = chars.all(|c| Some(c) == first);
    if !(8..=200).contains(&length) || one_character || lower == login || GUESSED_FIRST.contains(&lower.as_str()) {
        return Err(AuthError::WeakPassword);
    }
    Ok(())
}

fn argon2() -> Result<Argon2<'static>, String> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|error| error.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() -> Result<(), AuthError> {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse").await?;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, passwords.hash("correct horse").await?);
        assert!(passwords.verify("correct horse", Some(&hash)).await?);
        assert!(!passwords.verify("correct hors", Some(&hash)).await?);
        assert!(!passwords.verify("correct horse", None).await?);
        assert!(passwords.verify("x", Some("nonsense")).await.is_err());
        Ok(())
    }

    #[test]
    fn weak_passwords_are_refused() {
        for weak in ["short", "12345678", "aaaaaaaaaa", "Password", "chen.jing", &"x".repeat(300)] {
            assert!(check_strength(weak, "chen.jing").is_err(), "{weak}");
        }
        assert!(check_strength("小店的猫叫阿黄很胖", "chen.jing").is_ok());
    }
}

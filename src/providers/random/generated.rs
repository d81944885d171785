//! A value that is drawn once: nothing outside the state knows it.

use super::prelude::*;
use crate::providers::Resource;

/// A resource that is one draw. It is a [`Resource`] whose object is its state.
pub trait Generated: Schema + Default + Clone + Send + Sync + 'static {
    /// Draws the value and sets every computed attribute.
    ///
    /// # Errors
    /// [`Error::Invalid`] if the configuration allows no value.
    fn draw(&mut self) -> Result<()>;

    /// As [`Resource::refine`].
    fn refine(_plan: &mut Refine<'_>) {}

    /// As [`Resource::validate`].
    fn validate(_config: &Object) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The value that an import id says.
    ///
    /// # Errors
    /// [`Error::Invalid`] says what the id should look like.
    fn import(id: &str) -> Result<Self>;
}

impl<T: Generated> Resource<Random> for T {
    async fn create(&mut self, _: &Random) -> Result<()> {
        self.draw()
    }

    async fn read(self, _: &Random) -> Result<Option<Self>> {
        Ok(Some(self))
    }

    async fn update(&mut self, _: &Self, _: &Random) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, _: &Random) -> Result<()> {
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        <T as Generated>::refine(plan);
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        <T as Generated>::validate(config)
    }

    fn import(id: &str) -> Result<Self> {
        <T as Generated>::import(id)
    }
}

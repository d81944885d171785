//! `aws_iam_openid_connect_provider`: another identity provider whose tokens roles can trust.

use super::prelude::*;

/// Another identity provider whose tokens roles can trust.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_openid_connect_provider")]
pub struct OidcProvider {
    id: Computed<String>,
    arn: Computed<String>,
    client_id_list: Required<Set<String>>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    thumbprint_list: Defaulted<Vec<String>>,
    #[attr(force_new, normalize = bare)]
    url: Required<String>,
}

/// IAM takes the address with its scheme, and keeps it without.
const SCHEME: &str = "https://";

/// The address as IAM keeps it.
fn bare(url: &Value) -> Value {
    url.as_str().map_or_else(|| url.clone(), |text| text.strip_prefix(SCHEME).unwrap_or(text).into())
}

impl Resource<Aws> for OidcProvider {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let request = aws
            .iam
            .create_open_id_connect_provider()
            .url(format!("{SCHEME}{}", self.url.trim_start_matches(SCHEME)))
            .set_client_id_list(Some(self.client_id_list.0.clone()))
            .set_thumbprint_list(self.thumbprint_list.clone().filter(|list| !list.is_empty()))
            .set_tags(to_iam(&self.tags_all)?);
        self.id = request.send().await?.open_id_connect_provider_arn;
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let request = aws.iam.get_open_id_connect_provider().open_id_connect_provider_arn(self.id());
        let Some(found) = request.send().await.or_gone(GONE)? else { return Ok(None) };
        Ok(Some(OidcProvider {
            arn: self.id.clone(),
            id: self.id,
            client_id_list: found.client_id_list.unwrap_or_default().into(),
            tags: self.tags,
            tags_all: from_iam(found.tags),
            thumbprint_list: found.thumbprint_list,
            url: found.url.unwrap_or_default(),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if let Some(list) = changed(&prior.thumbprint_list, &self.thumbprint_list) {
            let request = aws.iam.update_open_id_connect_provider_thumbprint();
            let request = request.open_id_connect_provider_arn(self.id());
            request.set_thumbprint_list(Some(list.clone())).send().await?;
        }
        for id in self.client_id_list.iter().filter(|id| !prior.client_id_list.contains(id)) {
            let request = aws.iam.add_client_id_to_open_id_connect_provider().client_id(id);
            request.open_id_connect_provider_arn(self.id()).send().await?;
        }
        for id in prior.client_id_list.iter().filter(|id| !self.client_id_list.contains(id)) {
            let request = aws.iam.remove_client_id_from_open_id_connect_provider().client_id(id);
            request.open_id_connect_provider_arn(self.id()).send().await?;
        }
        if let Some(change) = tags::change(&prior.tags_all, &self.tags_all) {
            if !change.removed.is_empty() {
                let request = aws.iam.untag_open_id_connect_provider();
                let request = request.open_id_connect_provider_arn(self.id());
                request.set_tag_keys(Some(change.removed)).send().await?;
            }
            if let Some(added) = to_iam(&Some(change.added))? {
                let request = aws.iam.tag_open_id_connect_provider();
                let request = request.open_id_connect_provider_arn(self.id());
                request.set_tags(Some(added)).send().await?;
            }
        }
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let request = aws.iam.delete_open_id_connect_provider().open_id_connect_provider_arn(self.id());
        request.send().await.or_gone(GONE)?;
        Ok(())
    }
}

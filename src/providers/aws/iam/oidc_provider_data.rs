//! Data source `aws_iam_openid_connect_provider`: an identity provider, by ARN or by address.

use super::prelude::*;

/// An identity provider, by ARN or by address.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_openid_connect_provider")]
pub struct OidcProvider {
    id: Computed<String>,
    #[attr(exactly_one_of = ["arn", "url"])]
    arn: Defaulted<String>,
    client_id_list: Computed<Vec<String>>,
    tags: Defaulted<Tags>,
    thumbprint_list: Computed<Vec<String>>,
    #[attr(exactly_one_of = ["arn", "url"])]
    url: Defaulted<String>,
}

impl Data<Aws> for OidcProvider {
    async fn read(self, aws: &Aws) -> Result<Self> {
        let arn = match said(&self.arn) {
            Some(arn) => arn,
            None => {
                let url = self.url.clone().unwrap_or_default();
                let address = url.trim_start_matches("https://");
                let all = aws.iam.list_open_id_connect_providers().send().await?;
                let all = all.open_id_connect_provider_list.unwrap_or_default().into_iter();
                let is_it =
                    |arn: &String| arn.split_once(":oidc-provider/").is_some_and(|(_, own)| own == address);
                all.filter_map(|one| one.arn)
                    .find(is_it)
                    .ok_or_else(|| Error::Invalid(format!("There is no identity provider `{url}` in IAM.")))?
            }
        };
        let request = aws.iam.get_open_id_connect_provider().open_id_connect_provider_arn(&arn);
        let Some(found) = request.send().await.or_gone(GONE)? else {
            return Err(Error::Invalid(format!("There is no identity provider `{arn}` in IAM.")));
        };
        Ok(Self {
            id: Some(arn.clone()),
            arn: Some(arn),
            client_id_list: found.client_id_list,
            tags: from_iam(found.tags),
            thumbprint_list: found.thumbprint_list,
            url: found.url,
        })
    }
}

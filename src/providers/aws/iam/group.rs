//! `aws_iam_group`: users that share policies.

use super::prelude::*;

/// Users that share policies.
#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_iam_group")]
pub struct Group {
    id: Computed<String>,
    arn: Computed<String>,
    name: Required<String>,
    #[attr(default = "/")]
    path: Optional<String>,
    unique_id: Computed<String>,
}

impl Resource<Aws> for Group {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let path = self.path.as_deref().unwrap_or("/");
        let made = aws.iam.create_group().group_name(&self.name).path(path).send().await?;
        self.id = made.group.map(|group| group.group_name);
        wait::until("the group", minutes(2), || async {
            let found = aws.iam.get_group().group_name(self.id()).send().await.or_gone(GONE)?;
            Ok(found.map_or(Progress::Pending("not visible".into()), |_| Progress::Ready(())))
        })
        .await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let found = aws.iam.get_group().group_name(self.id()).max_items(1).send().await.or_gone(GONE)?;
        let Some(group) = found.and_then(|found| found.group) else { return Ok(None) };
        Ok(Some(Self {
            id: Some(group.group_name.clone()),
            arn: Some(group.arn),
            name: group.group_name,
            path: Some(group.path),
            unique_id: Some(group.group_id),
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        if (&prior.name, &prior.path) != (&self.name, &self.path) {
            let request = aws.iam.update_group().group_name(prior.id()).new_group_name(&self.name);
            request.set_new_path(self.path.clone()).send().await?;
        }
        self.id = Some(self.name.clone());
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.iam.delete_group().group_name(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn refine(plan: &mut Refine<'_>) {
        if plan.is_changed("name") || plan.is_changed("path") {
            plan.set_unknown("arn", crate::lang::value::Type::String);
        }
    }
}

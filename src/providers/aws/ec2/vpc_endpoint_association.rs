//! `aws_vpc_endpoint_route_table_association`, `…_subnet_association` and `…_security_group_association`: one member
//! of an endpoint that another resource makes.

use super::{prelude::*, vpc_endpoint::find};
use aws_sdk_ec2::operation::modify_vpc_endpoint::builders::ModifyVpcEndpointFluentBuilder as Modify;
use aws_sdk_ec2::types::VpcEndpoint;

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint_route_table_association")]
pub struct RouteTable {
    id: Computed<String>,
    #[attr(force_new)]
    route_table_id: Required<String>,
    #[attr(force_new)]
    vpc_endpoint_id: Required<String>,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint_subnet_association")]
pub struct Subnet {
    id: Computed<String>,
    #[attr(force_new)]
    subnet_id: Required<String>,
    #[attr(timeouts("create", "delete"))]
    timeouts: Timeouts,
    #[attr(force_new)]
    vpc_endpoint_id: Required<String>,
}

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_vpc_endpoint_security_group_association")]
pub struct SecurityGroup {
    id: Computed<String>,
    #[attr(force_new)]
    replace_default_association: Optional<bool>,
    #[attr(force_new)]
    security_group_id: Required<String>,
    #[attr(force_new)]
    vpc_endpoint_id: Required<String>,
}

impl Resource<Aws> for RouteTable {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member) = (&self.vpc_endpoint_id, &self.route_table_id);
        join(endpoint, minutes(2), aws, |request| request.add_route_table_ids(member)).await?;
        self.id = Some(id(endpoint, member));
        shows(endpoint, minutes(2), aws, |there| has(there, member) == Has::RouteTable).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let endpoint = find(&self.vpc_endpoint_id, aws).await?;
        let there = endpoint.is_some_and(|endpoint| has(&endpoint, &self.route_table_id) == Has::RouteTable);
        let id = Some(id(&self.vpc_endpoint_id, &self.route_table_id));
        Ok(there.then_some(Self { id, ..self }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member) = (&self.vpc_endpoint_id, &self.route_table_id);
        leave(endpoint, minutes(2), aws, |request| request.remove_route_table_ids(member)).await?;
        shows(endpoint, minutes(2), aws, |there| has(there, member) != Has::RouteTable).await
    }

    /// `vpce-1/rtb-1`.
    fn import(id: &str) -> Result<Self> {
        let (endpoint, table) = pair(id, "rtb-1")?;
        Ok(Self { vpc_endpoint_id: endpoint, route_table_id: table, ..Self::default() })
    }
}

impl Resource<Aws> for Subnet {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member, limit) =
            (&self.vpc_endpoint_id, &self.subnet_id, self.timeouts.create(minutes(10)));
        join(endpoint, limit, aws, |request| request.add_subnet_ids(member)).await?;
        self.id = Some(id(endpoint, member));
        shows(endpoint, limit, aws, |there| has(there, member) == Has::Subnet && is_available(there)).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let endpoint = find(&self.vpc_endpoint_id, aws).await?;
        let there = endpoint.is_some_and(|endpoint| has(&endpoint, &self.subnet_id) == Has::Subnet);
        let id = Some(id(&self.vpc_endpoint_id, &self.subnet_id));
        Ok(there.then_some(Self { id, ..self }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member, limit) =
            (&self.vpc_endpoint_id, &self.subnet_id, self.timeouts.delete(minutes(10)));
        leave(endpoint, limit, aws, |request| request.remove_subnet_ids(member)).await?;
        shows(endpoint, limit, aws, |there| has(there, member) != Has::Subnet && is_available(there)).await
    }

    /// `vpce-1/subnet-1`.
    fn import(id: &str) -> Result<Self> {
        let (endpoint, subnet) = pair(id, "subnet-1")?;
        Ok(Self { vpc_endpoint_id: endpoint, subnet_id: subnet, ..Self::default() })
    }
}

impl Resource<Aws> for SecurityGroup {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member) = (&self.vpc_endpoint_id, &self.security_group_id);
        let default = self.replaced(aws).await?;
        join(endpoint, minutes(2), aws, |request| request.add_security_group_ids(member)).await?;
        self.id = Some(id(endpoint, member));
        if let Some(default) = default {
            join(endpoint, minutes(2), aws, |request| request.remove_security_group_ids(&default)).await?;
        }
        shows(endpoint, minutes(2), aws, |there| has(there, member) == Has::Group).await
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let endpoint = find(&self.vpc_endpoint_id, aws).await?;
        let there = endpoint.is_some_and(|endpoint| has(&endpoint, &self.security_group_id) == Has::Group);
        let id = Some(id(&self.vpc_endpoint_id, &self.security_group_id));
        Ok(there.then_some(Self { id, ..self }))
    }

    async fn update(&mut self, _prior: &Self, _aws: &Aws) -> Result<()> {
        Ok(())
    }

    /// An endpoint is never without a group: the default one comes back before this one goes.
    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        let (endpoint, member) = (&self.vpc_endpoint_id, &self.security_group_id);
        if let Some(default) = self.replaced(aws).await? {
            leave(endpoint, minutes(2), aws, |request| request.add_security_group_ids(&default)).await?;
        }
        leave(endpoint, minutes(2), aws, |request| request.remove_security_group_ids(member)).await?;
        shows(endpoint, minutes(2), aws, |there| has(there, member) != Has::Group).await
    }

    /// `vpce-1/sg-1`.
    fn import(id: &str) -> Result<Self> {
        let (endpoint, group) = pair(id, "sg-1")?;
        Ok(Self { vpc_endpoint_id: endpoint, security_group_id: group, ..Self::default() })
    }
}

impl SecurityGroup {
    /// The VPC's default group, if this one takes its place.
    async fn replaced(&self, aws: &Aws) -> Result<Option<String>> {
        if !self.replace_default_association.unwrap_or_default() {
            return Ok(None);
        }
        let vpc = find(&self.vpc_endpoint_id, aws).await?.and_then(|endpoint| endpoint.vpc_id);
        match vpc {
            Some(vpc) => defaults::security_group(&vpc, aws).await,
            None => Ok(None),
        }
    }
}

/// The codes of "the endpoint, or what was to leave it, is gone".
const GONE: &[&str] = &[
    "InvalidVpcEndpointId.NotFound",
    "InvalidVpcEndpoint.NotFound",
    "InvalidRouteTableId.NotFound",
    "InvalidSubnetId.NotFound",
    "InvalidSecurityGroupId.NotFound",
    "InvalidGroup.NotFound",
];

/// The id that the AWS provider gives to such an association.
fn id(endpoint: &str, member: &str) -> String {
    format!("a-{endpoint}{}", hash(member))
}

fn pair(id: &str, example: &str) -> Result<(String, String)> {
    let split = id.split_once('/').filter(|(endpoint, member)| !endpoint.is_empty() && !member.is_empty());
    split.map(|(endpoint, member)| (endpoint.to_owned(), member.to_owned())).ok_or_else(|| {
        Error::Invalid(format!("\"{id}\" is no association: write both ids, such as `vpce-1/{example}`."))
    })
}

/// Changes an endpoint. EC2 changes one thing of it at a time: others are waited for.
async fn join(endpoint: &str, limit: Duration, aws: &Aws, what: impl Fn(Modify) -> Modify) -> Result<()> {
    wait::retry(
        limit,
        |error| error.is(&["OperationInProgress", "IncorrectState"]),
        || async {
            what(aws.ec2.modify_vpc_endpoint().vpc_endpoint_id(endpoint)).send().await?;
            Ok(())
        },
    )
    .await
}

/// As [`join`], but what is gone already is no error.
async fn leave(endpoint: &str, limit: Duration, aws: &Aws, what: impl Fn(Modify) -> Modify) -> Result<()> {
    join(endpoint, limit, aws, what).await.or_gone(GONE).map(drop)
}

/// Waits until the endpoint is as wanted, or gone.
async fn shows(id: &str, limit: Duration, aws: &Aws, wanted: impl Fn(&VpcEndpoint) -> bool) -> Result<()> {
    wait::until("the change of the VPC endpoint", limit, || {
        let wanted = &wanted;
        async move {
            let is_so = find(id, aws).await?.is_none_or(|endpoint| wanted(&endpoint));
            Ok(if is_so { Progress::Ready(()) } else { Progress::Pending("changing".into()) })
        }
    })
    .await
}

/// What something is to an endpoint.
#[derive(Debug, PartialEq, Eq)]
enum Has {
    Nothing,
    RouteTable,
    Subnet,
    Group,
}

fn has(endpoint: &VpcEndpoint, id: &str) -> Has {
    let within = |ids: &[String]| ids.iter().any(|one| one == id);
    if within(endpoint.route_table_ids()) {
        Has::RouteTable
    } else if within(endpoint.subnet_ids()) {
        Has::Subnet
    } else if endpoint.groups().iter().any(|group| group.group_id() == Some(id)) {
        Has::Group
    } else {
        Has::Nothing
    }
}

fn is_available(endpoint: &VpcEndpoint) -> bool {
    endpoint.state().is_none_or(|state| state.as_str().eq_ignore_ascii_case("available"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_id_names_endpoint_and_member() {
        let subnet = Subnet::import("vpce-1/subnet-2").expect("an association");
        assert_eq!((subnet.vpc_endpoint_id.as_str(), subnet.subnet_id.as_str()), ("vpce-1", "subnet-2"));
        for wrong in ["vpce-1", "vpce-1/", "/rtb-1"] {
            assert!(RouteTable::import(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_an_endpoint_has_is_told_apart() {
        let endpoint = VpcEndpoint::builder().route_table_ids("rtb-1").subnet_ids("subnet-1").build();
        assert_eq!(has(&endpoint, "rtb-1"), Has::RouteTable);
        assert_eq!(has(&endpoint, "subnet-1"), Has::Subnet);
        assert_eq!(has(&endpoint, "sg-1"), Has::Nothing);
    }
}

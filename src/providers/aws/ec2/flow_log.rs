//! `aws_flow_log`: a record of the packets of a VPC, a subnet or an interface.

use super::prelude::*;
use aws_sdk_ec2::types::{
    DestinationFileFormat, DestinationOptionsRequest, FlowLogsResourceType as Kind, LogDestinationType,
    TrafficType,
};

#[derive(Debug, Default, Clone, Schema)]
#[schema(name = "aws_flow_log")]
pub struct FlowLog {
    id: Computed<String>,
    arn: Computed<String>,
    #[attr(force_new)]
    deliver_cross_account_role: Optional<String>,
    #[attr(block, force_new, max_items = 1)]
    destination_options: Optional<Vec<DestinationOptions>>,
    #[attr(force_new, exactly_one_of = SOURCES)]
    eni_id: Optional<String>,
    #[attr(force_new)]
    iam_role_arn: Optional<String>,
    #[attr(force_new, conflicts = ["log_group_name"])]
    log_destination: Defaulted<String>,
    #[attr(force_new, default = "cloud-watch-logs", one_of = ["cloud-watch-logs", "s3", "kinesis-data-firehose"])]
    log_destination_type: Optional<String>,
    #[attr(force_new)]
    log_format: Defaulted<String>,
    #[attr(force_new, conflicts = ["log_destination"], deprecated = "Use `log_destination` instead.")]
    log_group_name: Defaulted<String>,
    #[attr(force_new, default = 600)]
    max_aggregation_interval: Optional<i32>,
    #[attr(force_new, exactly_one_of = SOURCES)]
    subnet_id: Optional<String>,
    tags: Optional<Tags>,
    tags_all: Defaulted<Tags>,
    #[attr(force_new, one_of = ["ACCEPT", "REJECT", "ALL"])]
    traffic_type: Optional<String>,
    #[attr(force_new, exactly_one_of = SOURCES)]
    transit_gateway_attachment_id: Optional<String>,
    #[attr(force_new, exactly_one_of = SOURCES)]
    transit_gateway_id: Optional<String>,
    #[attr(force_new, exactly_one_of = SOURCES)]
    vpc_id: Optional<String>,
}

const SOURCES: [&str; 5] =
    ["eni_id", "subnet_id", "vpc_id", "transit_gateway_id", "transit_gateway_attachment_id"];

/// How files of records are written.
#[derive(Debug, Default, Clone, PartialEq, Schema)]
pub struct DestinationOptions {
    #[attr(force_new, default = "plain-text", one_of = ["plain-text", "parquet"])]
    file_format: Optional<String>,
    #[attr(force_new, default = false)]
    hive_compatible_partitions: Optional<bool>,
    #[attr(force_new, default = false)]
    per_hour_partition: Optional<bool>,
}

impl Resource<Aws> for FlowLog {
    async fn create(&mut self, aws: &Aws) -> Result<()> {
        let (kind, source) = self.source();
        let is_transit = matches!(kind, Kind::TransitGateway | Kind::TransitGatewayAttachment);
        let traffic = given(&self.traffic_type).filter(|_| !is_transit);
        let request = aws
            .ec2
            .create_flow_logs()
            .resource_ids(source)
            .resource_type(kind)
            .set_deliver_cross_account_role(given(&self.deliver_cross_account_role))
            .set_deliver_logs_permission_arn(given(&self.iam_role_arn))
            .set_destination_options(
                self.destination_options.iter().flatten().next().map(DestinationOptions::request),
            )
            .set_log_destination(
                given(&self.log_destination).map(|arn| arn.trim_end_matches(":*").to_owned()),
            )
            .set_log_destination_type(
                given(&self.log_destination_type).map(|kind| LogDestinationType::from(kind.as_str())),
            )
            .set_log_format(given(&self.log_format))
            .set_log_group_name(given(&self.log_group_name))
            .set_max_aggregation_interval(given_number(&self.max_aggregation_interval))
            .set_tag_specifications(tagging::on_create(ResourceType::VpcFlowLog, &self.tags_all))
            .set_traffic_type(traffic.map(|traffic| TrafficType::from(traffic.as_str())));
        // A role that was made a moment ago is not known to everybody at once.
        let early = |error: &Error| error.says("Unable to assume given IAM role");
        let made = wait::retry(minutes(2), early, || async { Ok(request.clone().send().await?) }).await?;
        if let Some(error) = made.unsuccessful.and_then(|mut failed| failed.pop()?.error) {
            return Err(Error::Failed {
                what: "the flow log".into(),
                state: error.code.unwrap_or_default(),
                reason: error.message.unwrap_or_default(),
            });
        }
        self.id = made.flow_log_ids.and_then(|mut ids| ids.pop());
        Ok(())
    }

    async fn read(self, aws: &Aws) -> Result<Option<Self>> {
        let Some(log) = find(self.id(), aws).await? else { return Ok(None) };
        let arn = aws.arn("ec2", &format!("vpc-flow-log/{}", self.id())).await?;
        let source = log.resource_id.clone().unwrap_or_default();
        let of = |prefix: &str| Some(source.clone()).filter(|id| id.starts_with(prefix));
        let type_of = text_of(log.log_destination_type);
        let is_group = type_of.as_deref() == Some("cloud-watch-logs");
        Ok(Some(Self {
            arn: Some(arn),
            deliver_cross_account_role: filled(log.deliver_cross_account_role),
            destination_options: Some(
                log.destination_options.into_iter().map(DestinationOptions::of).collect(),
            ),
            eni_id: of("eni-"),
            iam_role_arn: filled(log.deliver_logs_permission_arn),
            log_destination: filled(log.log_destination),
            log_destination_type: type_of,
            log_format: filled(log.log_format),
            log_group_name: filled(log.log_group_name.filter(|_| is_group)),
            max_aggregation_interval: filled(log.max_aggregation_interval),
            subnet_id: of("subnet-"),
            tags_all: tagging::from_ec2(log.tags),
            traffic_type: text_of(log.traffic_type),
            transit_gateway_attachment_id: of("tgw-attach-"),
            transit_gateway_id: of("tgw-").filter(|id| !id.starts_with("tgw-attach-")),
            vpc_id: of("vpc-"),
            ..self
        }))
    }

    async fn update(&mut self, prior: &Self, aws: &Aws) -> Result<()> {
        tagging::update(aws, self.id(), &prior.tags_all, &self.tags_all).await
    }

    async fn delete(&mut self, aws: &Aws) -> Result<()> {
        aws.ec2.delete_flow_logs().flow_log_ids(self.id()).send().await.or_gone(GONE)?;
        Ok(())
    }

    fn validate(config: &Object) -> Vec<(&'static str, String)> {
        let interval =
            config.get("max_aggregation_interval").and_then(Value::as_number).and_then(|n| n.as_i64());
        match interval {
            Some(seconds) if seconds != 60 && seconds != 600 => {
                vec![(
                    "max_aggregation_interval",
                    format!("Records are gathered for 60 or 600 seconds, not {seconds}."),
                )]
            }
            _ => Vec::new(),
        }
    }
}

const GONE: &[&str] = &["InvalidFlowLogId.NotFound"];

async fn find(id: &str, aws: &Aws) -> Result<Option<aws_sdk_ec2::types::FlowLog>> {
    let found = aws.ec2.describe_flow_logs().flow_log_ids(id).send().await.or_gone(GONE)?;
    Ok(found.and_then(|found| found.flow_logs?.pop()))
}

impl FlowLog {
    /// Whose packets are recorded.
    fn source(&self) -> (Kind, String) {
        let all = [
            (Kind::Vpc, &self.vpc_id),
            (Kind::TransitGateway, &self.transit_gateway_id),
            (Kind::TransitGatewayAttachment, &self.transit_gateway_attachment_id),
            (Kind::Subnet, &self.subnet_id),
            (Kind::NetworkInterface, &self.eni_id),
        ];
        let said = all.into_iter().find_map(|(kind, id)| Some((kind, given(id)?)));
        said.unwrap_or((Kind::Vpc, String::new()))
    }
}

impl DestinationOptions {
    fn request(&self) -> DestinationOptionsRequest {
        DestinationOptionsRequest::builder()
            .set_file_format(
                given(&self.file_format).map(|format| DestinationFileFormat::from(format.as_str())),
            )
            .set_hive_compatible_partitions(self.hive_compatible_partitions)
            .set_per_hour_partition(self.per_hour_partition)
            .build()
    }

    fn of(options: aws_sdk_ec2::types::DestinationOptionsResponse) -> Self {
        Self {
            file_format: text_of(options.file_format),
            hive_compatible_partitions: filled(options.hive_compatible_partitions),
            per_hour_partition: filled(options.per_hour_partition),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_says_the_kind() {
        let log =
            FlowLog { subnet_id: Some("subnet-1".into()), vpc_id: Some(String::new()), ..FlowLog::default() };
        assert_eq!(log.source(), (Kind::Subnet, "subnet-1".into()));
        let log = FlowLog { transit_gateway_id: Some("tgw-1".into()), ..FlowLog::default() };
        assert_eq!(log.source(), (Kind::TransitGateway, "tgw-1".into()));
    }

    #[test]
    fn only_two_intervals_are_there() {
        let config = |seconds: i64| Object::from([("max_aggregation_interval".into(), Value::from(seconds))]);
        assert!(FlowLog::validate(&config(60)).is_empty());
        assert_eq!(FlowLog::validate(&config(61)).len(), 1);
    }
}

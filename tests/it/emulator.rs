//! The patches of the sandbox: each of these answers is wrong in the emulator as it comes, and as AWS has it in ours.

use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace};
use aws_sdk_ec2::types::{IpPermission, UserIdGroupPair, VpcEndpointType};
use aws_sdk_ecr::types::ImageScanningConfiguration;
use aws_sdk_ecs::types::{
    AssignPublicIp, AwsVpcConfiguration, Compatibility, ContainerDefinition, DeploymentCircuitBreaker,
    DeploymentConfiguration, LaunchType, NetworkConfiguration, NetworkMode,
};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use stackctl::sandbox::{Options, Sandbox};

/// A sandbox and how to talk to it.
async fn sandbox() -> (Sandbox, SdkConfig) {
    let start = || Sandbox::start(&Options::default()).unwrap_or_else(|error| panic!("{error}"));
    let sandbox = tokio::task::spawn_blocking(start).await.unwrap();
    let config = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .endpoint_url(sandbox.endpoint())
        .region(Region::new("ap-northeast-1"))
        .credentials_provider(Credentials::new("sandbox", "sandbox", None, None, "test"))
        .load()
        .await;
    (sandbox, config)
}

/// The code with which a call is refused.
fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata>(answer: Result<T, E>) -> String {
    answer.expect_err("it must be refused").code().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_use_is_not_deleted() {
    let (_sandbox, config) = sandbox().await;
    let ec2 = aws_sdk_ec2::Client::new(&config);
    let vpc = ec2.create_vpc().cidr_block("10.0.0.0/16").send().await.unwrap().vpc.unwrap().vpc_id.unwrap();
    let subnet = ec2.create_subnet().vpc_id(&vpc).cidr_block("10.0.1.0/24").send().await.unwrap();
    let subnet = subnet.subnet.unwrap().subnet_id.unwrap();
    let mut groups = Vec::new();
    for name in ["source", "target"] {
        let group = ec2.create_security_group().group_name(name).description(name).vpc_id(&vpc).send().await;
        groups.push(group.unwrap().group_id.unwrap());
    }
    let pair = UserIdGroupPair::builder().group_id(&groups[0]).build();
    let rule =
        IpPermission::builder().ip_protocol("tcp").from_port(1).to_port(2).user_id_group_pairs(pair).build();
    ec2.authorize_security_group_ingress().group_id(&groups[1]).ip_permissions(rule).send().await.unwrap();
    let refused = ec2.delete_security_group().group_id(&groups[0]).send().await;
    assert_eq!(refusal(refused), "DependencyViolation", "another group refers to it");

    let endpoint = ec2
        .create_vpc_endpoint()
        .vpc_id(&vpc)
        .vpc_endpoint_type(VpcEndpointType::Interface)
        .service_name("com.amazonaws.ap-northeast-1.ecr.api")
        .subnet_ids(&subnet)
        .security_group_ids(&groups[1])
        .send()
        .await
        .unwrap()
        .vpc_endpoint
        .unwrap();
    let interfaces = ec2
        .describe_network_interfaces()
        .set_network_interface_ids(Some(endpoint.network_interface_ids().to_vec()))
        .send()
        .await
        .unwrap();
    let interface = &interfaces.network_interfaces()[0];
    assert_eq!(interface.requester_managed(), Some(true));
    assert_eq!(interface.interface_type().unwrap().as_str(), "vpc_endpoint");
    assert_eq!(interface.groups()[0].group_id(), Some(groups[1].as_str()));
    assert!(interface.private_ip_address().unwrap().starts_with("10.0.1."));

    let id = endpoint.vpc_endpoint_id.unwrap();
    ec2.delete_vpc_endpoints().vpc_endpoint_ids(&id).send().await.unwrap();
    let refused = ec2.delete_subnet().subnet_id(&subnet).send().await;
    assert_eq!(refusal(refused), "DependencyViolation", "the interface of the endpoint lingers");
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let refused = ec2.describe_vpc_endpoints().vpc_endpoint_ids(&id).send().await;
    assert_eq!(refusal(refused), "InvalidVpcEndpointId.NotFound");
    ec2.delete_subnet().subnet_id(&subnet).send().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_keeps_its_network_and_may_be_saved_right_before_it_is_mended() {
    let (_sandbox, config) = sandbox().await;
    let (ec2, rds) = (aws_sdk_ec2::Client::new(&config), aws_sdk_rds::Client::new(&config));
    let subnets = ec2.describe_subnets().send().await.unwrap();
    let subnets: Vec<_> = subnets.subnets().iter().filter_map(|subnet| subnet.subnet_id.clone()).collect();
    rds.create_db_subnet_group()
        .db_subnet_group_name("private")
        .db_subnet_group_description("private")
        .set_subnet_ids(Some(subnets.clone()))
        .send()
        .await
        .unwrap();
    rds.create_db_instance()
        .db_instance_identifier("db")
        .db_instance_class("db.t4g.micro")
        .engine("postgres")
        .allocated_storage(20)
        .master_username("dbadmin")
        .master_user_password("not-a-secret-1")
        .db_subnet_group_name("private")
        .preferred_backup_window("03:00-04:00")
        .preferred_maintenance_window("sun:04:00-sun:05:00")
        .send()
        .await
        .expect("windows that touch do not overlap");
    let refused = rds.delete_db_subnet_group().db_subnet_group_name("private").send().await;
    assert_eq!(refusal(refused), "InvalidDBSubnetGroupStateFault");
    let refused = ec2.delete_subnet().subnet_id(&subnets[0]).send().await;
    assert_eq!(refusal(refused), "DependencyViolation");
    rds.create_db_cluster()
        .db_cluster_identifier("aurora")
        .engine("aurora-postgresql")
        .master_username("dbadmin")
        .master_user_password("not-a-secret-1")
        .send()
        .await
        .unwrap();
    let clusters = rds.describe_db_clusters().send().await.unwrap();
    assert!(clusters.db_clusters()[0].scaling_configuration_info().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_keeps_its_fields_runs_its_tasks_and_its_scaling_has_tags() {
    let (_sandbox, config) = sandbox().await;
    let (ec2, ecs) = (aws_sdk_ec2::Client::new(&config), aws_sdk_ecs::Client::new(&config));
    let subnet = ec2.describe_subnets().send().await.unwrap().subnets()[0].subnet_id.clone().unwrap();
    ecs.create_cluster().cluster_name("main").send().await.unwrap();
    let mut definitions = Vec::new();
    for image in ["web:1", "web:2"] {
        let definition = ecs
            .register_task_definition()
            .family("web")
            .network_mode(NetworkMode::Awsvpc)
            .requires_compatibilities(Compatibility::Fargate)
            .container_definitions(
                ContainerDefinition::builder().name("web").image(image).memory(512).build(),
            )
            .send()
            .await
            .unwrap();
        definitions.push(definition.task_definition.unwrap().task_definition_arn.unwrap());
    }
    let network = AwsVpcConfiguration::builder().subnets(&subnet).assign_public_ip(AssignPublicIp::Enabled);
    let network = network.set_security_groups(Some(Vec::new())).build().unwrap();
    let breaker = DeploymentCircuitBreaker::builder().enable(true).rollback(true).build();
    ecs.create_service()
        .cluster("main")
        .service_name("web")
        .task_definition("web:1")
        .desired_count(2)
        .launch_type(LaunchType::Fargate)
        .network_configuration(NetworkConfiguration::builder().awsvpc_configuration(network).build())
        .enable_execute_command(true)
        .health_check_grace_period_seconds(120)
        .deployment_configuration(
            DeploymentConfiguration::builder().deployment_circuit_breaker(breaker).build(),
        )
        .send()
        .await
        .unwrap();
    ecs.update_service().cluster("main").service("web").task_definition("web:2").send().await.unwrap();
    let services = ecs.describe_services().cluster("main").services("web").send().await.unwrap();
    let service = &services.services()[0];
    assert!(service.enable_execute_command());
    assert_eq!(service.health_check_grace_period_seconds(), Some(120));
    assert_eq!(service.availability_zone_rebalancing().unwrap().as_str(), "DISABLED");
    assert!(service.deployment_configuration().unwrap().deployment_circuit_breaker().unwrap().enable());
    assert_eq!(service.task_definition(), Some(definitions[1].as_str()), "an ARN, also after an update");
    assert_eq!((service.running_count(), service.pending_count()), (2, 0));
    assert_eq!(service.deployments()[0].rollout_state().unwrap().as_str(), "COMPLETED");
    let tasks = ecs.list_tasks().cluster("main").service_name("web").send().await.unwrap();
    assert_eq!(tasks.task_arns().len(), 2);

    let scaling = aws_sdk_applicationautoscaling::Client::new(&config);
    let target = scaling
        .register_scalable_target()
        .service_namespace(ServiceNamespace::Ecs)
        .resource_id("service/main/web")
        .scalable_dimension(ScalableDimension::EcsServiceDesiredCount)
        .min_capacity(1)
        .max_capacity(4)
        .tags("Project", "web")
        .send()
        .await
        .unwrap();
    let arn = target.scalable_target_arn.unwrap();
    let tags = scaling.list_tags_for_resource().resource_arn(arn).send().await.unwrap();
    assert_eq!(tags.tags().unwrap()["Project"], "web");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_out_means_off_and_what_is_no_zip_is_refused() {
    let (_sandbox, config) = sandbox().await;
    let ecr = aws_sdk_ecr::Client::new(&config);
    let on = ImageScanningConfiguration::builder().scan_on_push(true).build();
    ecr.create_repository().repository_name("web").image_scanning_configuration(on).send().await.unwrap();
    let off = ImageScanningConfiguration::builder().build();
    let put = ecr.put_image_scanning_configuration().repository_name("web");
    put.image_scanning_configuration(off).send().await.unwrap();
    let repositories = ecr.describe_repositories().send().await.unwrap();
    assert!(!repositories.repositories()[0].image_scanning_configuration().unwrap().scan_on_push());

    let lambda = aws_sdk_lambda::Client::new(&config);
    let code = aws_sdk_lambda::types::FunctionCode::builder()
        .zip_file(aws_smithy_types::Blob::new("no zip"))
        .build();
    let function = lambda.create_function().function_name("f").handler("index.handler").code(code);
    let function = function.runtime(aws_sdk_lambda::types::Runtime::Nodejs22x);
    let refused = function.role("arn:aws:iam::123456789012:role/f").send().await;
    assert_eq!(refusal(refused), "InvalidParameterValueException");

    let secrets = aws_sdk_secretsmanager::Client::new(&config);
    secrets.create_secret().name("token").secret_string("x").send().await.unwrap();
    secrets.delete_secret().secret_id("token").recovery_window_in_days(7).send().await.unwrap();
    let refused = secrets.create_secret().name("token").secret_string("x").send().await;
    assert_eq!(refusal(refused), "InvalidRequestException");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_repeated_makes_nothing_twice() {
    let (_sandbox, config) = sandbox().await;
    let ec2 = aws_sdk_ec2::Client::new(&config);
    let run = || {
        let call =
            ec2.run_instances().image_id("ami-12345678").min_count(1).max_count(1).client_token("once");
        call.instance_type(aws_sdk_ec2::types::InstanceType::T3Nano)
    };
    let id = |answer: aws_sdk_ec2::operation::run_instances::RunInstancesOutput| {
        answer.instances()[0].instance_id().unwrap().to_owned()
    };
    let first = id(run().send().await.unwrap());
    assert_eq!(id(run().send().await.unwrap()), first);
    assert_eq!(refusal(run().max_count(2).send().await), "IdempotentParameterMismatch");
    ec2.terminate_instances().instance_ids(&first).send().await.unwrap();
    assert_eq!(refusal(run().send().await), "IdempotentInstanceTerminated");

    let vpc = ec2.describe_vpcs().send().await.unwrap().vpcs()[0].vpc_id.clone().unwrap();
    let mut tables = Vec::new();
    for token in ["a", "a", "b"] {
        let table = ec2.create_route_table().vpc_id(&vpc).client_token(token).send().await.unwrap();
        tables.push(table.route_table.unwrap().route_table_id.unwrap());
    }
    assert_eq!(tables[0], tables[1]);
    assert_ne!(tables[0], tables[2]);

    let ecs = aws_sdk_ecs::Client::new(&config);
    ecs.create_cluster().cluster_name("main").send().await.unwrap();
    let definition = ContainerDefinition::builder().name("web").image("web").memory(512).build();
    ecs.register_task_definition().family("web").container_definitions(definition).send().await.unwrap();
    let create = |token: &str| {
        let call = ecs.create_service().cluster("main").service_name("web").task_definition("web");
        call.desired_count(0).client_token(token).send()
    };
    create("a").await.unwrap();
    create("a").await.expect("the same call");
    assert_eq!(refusal(create("b").await), "InvalidParameterException", "another service of the same name");
    assert_eq!(
        refusal(ecs.delete_cluster().cluster("main").send().await),
        "ClusterContainsServicesException"
    );
    ecs.delete_service().cluster("main").service("web").send().await.unwrap();
    assert!(ecs.list_services().cluster("main").send().await.unwrap().service_arns().is_empty());
    ecs.delete_cluster().cluster("main").send().await.unwrap();
    assert!(ecs.list_clusters().send().await.unwrap().cluster_arns().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_newest_image_is_the_same_in_every_sandbox() {
    let mut newest = Vec::new();
    for _ in 0..2 {
        let (_sandbox, config) = sandbox().await;
        let ec2 = aws_sdk_ec2::Client::new(&config);
        let name =
            aws_sdk_ec2::types::Filter::builder().name("name").values("al2023-ami-2023.*-x86_64").build();
        let images = ec2.describe_images().owners("amazon").filters(name).send().await.unwrap();
        let image = images.images().iter().max_by_key(|image| image.creation_date().map(str::to_owned));
        newest.push(image.unwrap().image_id.clone().unwrap());
    }
    assert_eq!(newest[0], newest[1]);
}

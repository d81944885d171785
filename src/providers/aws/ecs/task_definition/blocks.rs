//! The blocks of a task definition.

use std::collections::BTreeMap;

use crate::providers::aws::prelude::*;
use aws_sdk_ecs::types::{
    self as sdk, CpuArchitecture, DockerVolumeConfiguration, EfsAuthorizationConfig,
    EfsAuthorizationConfigIam, EfsTransitEncryption, EfsVolumeConfiguration,
    FSxWindowsFileServerAuthorizationConfig, FSxWindowsFileServerVolumeConfiguration, HostVolumeProperties,
    InferenceAccelerator, KeyValuePair, OsFamily, ProxyConfiguration, ProxyConfigurationType,
    RuntimePlatform, Scope, TaskDefinitionPlacementConstraint, TaskDefinitionPlacementConstraintType,
};

/// A volume that the containers can mount.
#[derive(Debug, Default, Clone, Schema)]
pub struct Volume {
    #[attr(force_new)]
    configure_at_launch: Defaulted<bool>,
    #[attr(block, force_new, max_items = 1)]
    docker_volume_configuration: Optional<Vec<DockerVolume>>,
    #[attr(block, force_new, max_items = 1)]
    efs_volume_configuration: Optional<Vec<EfsVolume>>,
    #[attr(block, force_new, max_items = 1)]
    fsx_windows_file_server_volume_configuration: Optional<Vec<FsxVolume>>,
    #[attr(force_new)]
    host_path: Optional<String>,
    #[attr(force_new)]
    name: Required<String>,
}

/// A volume on Amazon FSx for Windows.
#[derive(Debug, Default, Clone, Schema)]
pub struct FsxVolume {
    #[attr(block, force_new, min_items = 1, max_items = 1)]
    authorization_config: Required<Vec<FsxAuthorization>>,
    #[attr(force_new)]
    file_system_id: Required<String>,
    #[attr(force_new)]
    root_directory: Required<String>,
}

/// Who mounts it.
#[derive(Debug, Default, Clone, Schema)]
pub struct FsxAuthorization {
    #[attr(force_new)]
    credentials_parameter: Required<String>,
    #[attr(force_new)]
    domain: Required<String>,
}

/// A volume on Amazon EFS.
#[derive(Debug, Default, Clone, Schema)]
pub struct EfsVolume {
    #[attr(block, force_new, max_items = 1)]
    authorization_config: Optional<Vec<EfsAuthorization>>,
    #[attr(force_new)]
    file_system_id: Required<String>,
    #[attr(force_new, default = "/")]
    root_directory: Optional<String>,
    #[attr(force_new, one_of = ["ENABLED", "DISABLED"])]
    transit_encryption: Optional<String>,
    #[attr(force_new, default = 0, range = (0, 65535))]
    transit_encryption_port: Optional<i32>,
}

/// Who mounts it.
#[derive(Debug, Default, Clone, Schema)]
pub struct EfsAuthorization {
    #[attr(force_new)]
    access_point_id: Optional<String>,
    #[attr(force_new, one_of = ["ENABLED", "DISABLED"])]
    iam: Optional<String>,
}

/// A volume that Docker manages.
#[derive(Debug, Default, Clone, Schema)]
pub struct DockerVolume {
    #[attr(force_new, default = false)]
    autoprovision: Optional<bool>,
    #[attr(force_new)]
    driver: Defaulted<String>,
    #[attr(force_new)]
    driver_opts: Optional<Tags>,
    #[attr(force_new)]
    labels: Optional<Tags>,
    #[attr(force_new, one_of = ["task", "shared"])]
    scope: Defaulted<String>,
}

/// The processor and operating system that the containers need.
#[derive(Debug, Default, Clone, Schema)]
pub struct Platform {
    #[attr(force_new, one_of = ["X86_64", "ARM64"])]
    cpu_architecture: Optional<String>,
    #[attr(force_new, one_of = ["WINDOWS_SERVER_2019_FULL", "WINDOWS_SERVER_2019_CORE", "WINDOWS_SERVER_2016_FULL", "WINDOWS_SERVER_2004_CORE", "WINDOWS_SERVER_2022_CORE", "WINDOWS_SERVER_2022_FULL", "WINDOWS_SERVER_20H2_CORE", "LINUX"])]
    operating_system_family: Optional<String>,
}

/// The App Mesh proxy.
#[derive(Debug, Default, Clone, Schema)]
pub struct Proxy {
    #[attr(force_new)]
    container_name: Required<String>,
    #[attr(force_new)]
    properties: Optional<Tags>,
    #[attr(force_new, default = "APPMESH", one_of = ["APPMESH"])]
    r#type: Optional<String>,
}

/// Which machines may run the task.
#[derive(Debug, Default, Clone, Schema)]
pub struct Constraint {
    #[attr(force_new)]
    expression: Optional<String>,
    #[attr(force_new, one_of = ["memberOf"])]
    r#type: Required<String>,
}

/// An Elastic Inference accelerator.
#[derive(Debug, Default, Clone, Schema)]
pub struct Accelerator {
    #[attr(force_new)]
    device_name: Required<String>,
    #[attr(force_new)]
    device_type: Required<String>,
}

/// The scratch space of a Fargate task.
#[derive(Debug, Default, Clone, Schema)]
pub struct EphemeralStorage {
    #[attr(force_new, range = (21, 200))]
    size_in_gib: Required<i32>,
}

fn text(text: Option<impl ToString>) -> Option<String> {
    Some(text.map(|text| text.to_string()).unwrap_or_default())
}

impl EphemeralStorage {
    pub fn to_ecs(&self) -> sdk::EphemeralStorage {
        sdk::EphemeralStorage::builder().size_in_gib(self.size_in_gib).build()
    }

    pub fn from_ecs(found: sdk::EphemeralStorage) -> Self {
        Self { size_in_gib: found.size_in_gib }
    }
}

impl Accelerator {
    pub fn to_ecs(&self) -> Result<InferenceAccelerator> {
        let builder = InferenceAccelerator::builder().device_name(&self.device_name);
        Ok(builder.device_type(&self.device_type).build()?)
    }

    pub fn from_ecs(found: InferenceAccelerator) -> Self {
        Self { device_name: found.device_name, device_type: found.device_type }
    }
}

impl Constraint {
    pub fn to_ecs(&self) -> TaskDefinitionPlacementConstraint {
        TaskDefinitionPlacementConstraint::builder()
            .set_expression(said(&self.expression))
            .r#type(TaskDefinitionPlacementConstraintType::from(self.r#type.as_str()))
            .build()
    }

    pub fn from_ecs(found: TaskDefinitionPlacementConstraint) -> Self {
        Self {
            expression: text(found.expression),
            r#type: found.r#type.map(|kind| kind.to_string()).unwrap_or_default(),
        }
    }
}

impl Proxy {
    pub fn to_ecs(&self) -> Result<ProxyConfiguration> {
        let properties = self.properties.iter().flatten();
        let pair = |(name, value)| KeyValuePair::builder().name(name).value(value).build();
        let builder = ProxyConfiguration::builder().container_name(&self.container_name);
        Ok(builder
            .set_properties(Some(properties.map(pair).collect()))
            .set_type(said(&self.r#type).map(|kind| ProxyConfigurationType::from(kind.as_str())))
            .build()?)
    }

    pub fn from_ecs(found: ProxyConfiguration) -> Self {
        let pairs = found.properties.into_iter().flatten();
        Self {
            container_name: found.container_name,
            properties: Some(
                pairs.filter_map(|pair| Some((pair.name?, pair.value.unwrap_or_default()))).collect(),
            ),
            r#type: found.r#type.map(|kind| kind.to_string()),
        }
    }
}

impl Platform {
    pub fn to_ecs(&self) -> RuntimePlatform {
        RuntimePlatform::builder()
            .set_cpu_architecture(said(&self.cpu_architecture).map(|cpu| CpuArchitecture::from(cpu.as_str())))
            .set_operating_system_family(
                said(&self.operating_system_family).map(|system| OsFamily::from(system.as_str())),
            )
            .build()
    }

    pub fn from_ecs(found: RuntimePlatform) -> Self {
        Self {
            cpu_architecture: text(found.cpu_architecture),
            operating_system_family: text(found.operating_system_family),
        }
    }
}

impl Volume {
    pub fn to_ecs(&self) -> Result<sdk::Volume> {
        let docker = self.docker_volume_configuration.iter().flatten().next();
        let efs = self.efs_volume_configuration.iter().flatten().next();
        let fsx = self.fsx_windows_file_server_volume_configuration.iter().flatten().next();
        let host = said(&self.host_path);
        Ok(sdk::Volume::builder()
            .name(&self.name)
            .set_configured_at_launch(self.configure_at_launch.filter(|on| *on))
            .set_host(host.map(|path| HostVolumeProperties::builder().source_path(path).build()))
            .set_docker_volume_configuration(docker.map(DockerVolume::to_ecs))
            .set_efs_volume_configuration(efs.map(EfsVolume::to_ecs).transpose()?)
            .set_fsx_windows_file_server_volume_configuration(fsx.map(FsxVolume::to_ecs).transpose()?)
            .build())
    }

    pub fn from_ecs(found: sdk::Volume) -> Self {
        let docker = found.docker_volume_configuration.map(DockerVolume::from_ecs);
        let efs = found.efs_volume_configuration.map(EfsVolume::from_ecs);
        let fsx = found.fsx_windows_file_server_volume_configuration.map(FsxVolume::from_ecs);
        Self {
            configure_at_launch: Some(found.configured_at_launch.unwrap_or_default()),
            docker_volume_configuration: Some(docker.into_iter().collect()),
            efs_volume_configuration: Some(efs.into_iter().collect()),
            fsx_windows_file_server_volume_configuration: Some(fsx.into_iter().collect()),
            host_path: text(found.host.and_then(|host| host.source_path)),
            name: found.name.unwrap_or_default(),
        }
    }
}

impl DockerVolume {
    fn to_ecs(&self) -> DockerVolumeConfiguration {
        let map = |map: &Option<Tags>| {
            map.clone().filter(|map| !map.is_empty()).map(|map| map.into_iter().collect())
        };
        let scope = said(&self.scope).map(|scope| Scope::from(scope.as_str()));
        // Docker makes only shared volumes by itself.
        let autoprovision = self.autoprovision.filter(|_| scope != Some(Scope::Task));
        DockerVolumeConfiguration::builder()
            .set_autoprovision(autoprovision)
            .set_driver(said(&self.driver))
            .set_driver_opts(map(&self.driver_opts))
            .set_labels(map(&self.labels))
            .set_scope(scope)
            .build()
    }

    fn from_ecs(found: DockerVolumeConfiguration) -> Self {
        let map = |map: Option<std::collections::HashMap<String, String>>| {
            Some(map.into_iter().flatten().collect::<BTreeMap<_, _>>())
        };
        Self {
            autoprovision: Some(found.autoprovision.unwrap_or_default()),
            driver: text(found.driver),
            driver_opts: map(found.driver_opts),
            labels: map(found.labels),
            scope: text(found.scope),
        }
    }
}

impl EfsVolume {
    fn to_ecs(&self) -> Result<EfsVolumeConfiguration> {
        let authorization = self.authorization_config.iter().flatten().next().map(|block| {
            EfsAuthorizationConfig::builder()
                .set_access_point_id(said(&block.access_point_id))
                .set_iam(said(&block.iam).map(|iam| EfsAuthorizationConfigIam::from(iam.as_str())))
                .build()
        });
        let encryption = said(&self.transit_encryption);
        Ok(EfsVolumeConfiguration::builder()
            .file_system_id(&self.file_system_id)
            .set_root_directory(said(&self.root_directory))
            .set_transit_encryption(encryption.map(|kind| EfsTransitEncryption::from(kind.as_str())))
            .set_transit_encryption_port(self.transit_encryption_port.filter(|port| *port != 0))
            .set_authorization_config(authorization)
            .build()?)
    }

    fn from_ecs(found: EfsVolumeConfiguration) -> Self {
        let authorization = found.authorization_config.map(|found| EfsAuthorization {
            access_point_id: text(found.access_point_id),
            iam: text(found.iam),
        });
        Self {
            authorization_config: Some(authorization.into_iter().collect()),
            file_system_id: found.file_system_id,
            root_directory: text(found.root_directory),
            transit_encryption: text(found.transit_encryption),
            transit_encryption_port: Some(found.transit_encryption_port.unwrap_or_default()),
        }
    }
}

impl FsxVolume {
    fn to_ecs(&self) -> Result<FSxWindowsFileServerVolumeConfiguration> {
        let authorization = self.authorization_config.first().map(|block| {
            FSxWindowsFileServerAuthorizationConfig::builder()
                .credentials_parameter(&block.credentials_parameter)
                .domain(&block.domain)
                .build()
        });
        Ok(FSxWindowsFileServerVolumeConfiguration::builder()
            .file_system_id(&self.file_system_id)
            .root_directory(&self.root_directory)
            .set_authorization_config(authorization.transpose()?)
            .build()?)
    }

    fn from_ecs(found: FSxWindowsFileServerVolumeConfiguration) -> Self {
        let authorization = found.authorization_config.map(|found| FsxAuthorization {
            credentials_parameter: found.credentials_parameter,
            domain: found.domain,
        });
        Self {
            authorization_config: authorization.into_iter().collect(),
            file_system_id: found.file_system_id,
            root_directory: found.root_directory,
        }
    }
}

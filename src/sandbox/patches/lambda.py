"""Lambda: AWS refuses code that is not a zip, keeps every setting that it is given, and knows a function by its ARN too.

moto takes any bytes, forgets where failures and logs go, lists no versions of a function that is named by its ARN, and
looks for layers where they are not kept.
"""

import base64
import io
import urllib.parse
import zipfile

# Settings that moto forgets. What is empty is as good as none.
KEPT = ["DeadLetterConfig", "FileSystemConfigs", "KMSKeyArn", "LoggingConfig", "SnapStart"]
# Settings of an event source mapping that moto does not change, and its names for them.
MAPPED = [("KMSKeyArn", "kms_key"), ("MetricsConfig", "metrics"), ("ProvisionedPollerConfig", "poller_config")]


def patch_models(module):
    backend = module.LambdaBackend
    function = module.LambdaFunction
    create = backend.create_function

    def create_function(self, spec):
        code = (spec.get("Code") or {}).get("ZipFile")
        if code is not None and spec.get("PackageType", "Zip") == "Zip":
            data = base64.b64decode(code) if isinstance(code, str) else code
            if not zipfile.is_zipfile(io.BytesIO(data)):
                reason = "Could not unzip uploaded file. Please check your file, then try to upload again."
                raise module.RESTError("InvalidParameterValueException", reason)
        return create(self, spec)

    begin = function.__init__

    def init(self, account_id, spec, region, version=1):
        self.sandbox_kept = {}
        begin(self, account_id, spec, region, version)
        keep(self, spec)

    def keep(self, spec):
        self.sandbox_kept = {**self.sandbox_kept, **{name: spec[name] for name in KEPT if name in spec}}

    configuration = function.get_configuration

    def get_configuration(self, on_create=False):
        config = configuration(self, on_create)
        kept = {name: value for name, value in self.sandbox_kept.items() if value and value != {"TargetArn": ""}}
        if "SnapStart" in kept:
            kept["SnapStart"] = {"OptimizationStatus": "Off", **kept["SnapStart"]}
        logging = {"LogFormat": "Text", "LogGroup": self.logs_group_name, **kept.get("LoggingConfig", {})}
        if logging["LogFormat"] == "JSON":
            logging = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO", **logging}
        return {**config, **kept, "LoggingConfig": logging}

    update = function.update_configuration

    def update_configuration(self, config_updates):
        keep(self, config_updates)
        if "EphemeralStorage" in config_updates:
            self.ephemeral_storage = config_updates["EphemeralStorage"]["Size"]
        if "TracingConfig" in config_updates:
            self.tracing_config = config_updates["TracingConfig"]
        if "ImageConfig" in config_updates:
            self.image_config = module.ImageConfig(config_updates["ImageConfig"])
        return update(self, config_updates)

    def get_layers_data(self, arns):
        from moto.awslambda.utils import get_backend

        layers = get_backend(self.account_id, self.region)
        versions = [layers.layers_versions_by_arn(arn) for arn in arns]
        if not all(versions):
            raise module.UnknownLayerVersionException(arns)
        return [{"Arn": version.arn, "CodeSize": version.code_size} for version in versions]

    storage = module.LambdaStorage
    versions = storage.list_versions_by_function

    def list_versions_by_function(self, name):
        name = urllib.parse.unquote(name)
        if name.startswith("arn:"):
            name = name.split(":")[6]
        return versions(self, name)

    mapping = backend.update_event_source_mapping

    def update_event_source_mapping(self, uuid, spec):
        found = mapping(self, uuid, spec)
        for name, attribute in MAPPED:
            if found and name in spec:
                setattr(found, attribute, spec[name])
        return found

    url = module.FunctionUrlConfig
    update_url = url.update

    def update_function_url(self, new_config):
        for name in ("Cors", "InvokeMode"):
            if name in new_config:
                self.config[name] = new_config[name]
        update_url(self, new_config)

    tell_url = url.to_dict

    def url_to_dict(self):
        answer = {**tell_url(self), "InvokeMode": self.config.get("InvokeMode") or "BUFFERED"}
        return {name: value for name, value in answer.items() if value}

    backend.create_function = create_function
    backend.update_event_source_mapping = update_event_source_mapping
    function.__init__ = init
    function._get_layers_data = get_layers_data
    function.get_configuration = get_configuration
    function.update_configuration = update_configuration
    storage.list_versions_by_function = list_versions_by_function
    url.update = update_function_url
    url.to_dict = url_to_dict


PATCHES = {"moto.awslambda.models": patch_models}

"""Lambda: AWS refuses code that is not a zip; moto takes it."""

import base64
import io
import zipfile


def patch(module):
    create = module.LambdaBackend.create_function

    def create_function(self, spec):
        code = (spec.get("Code") or {}).get("ZipFile")
        if code is not None and spec.get("PackageType", "Zip") == "Zip":
            data = base64.b64decode(code) if isinstance(code, str) else code
            if not zipfile.is_zipfile(io.BytesIO(data)):
                reason = "Could not unzip uploaded file. Please check your file, then try to upload again."
                raise module.RESTError("InvalidParameterValueException", reason)
        return create(self, spec)

    module.LambdaBackend.create_function = create_function


PATCHES = {"moto.awslambda.models": patch}

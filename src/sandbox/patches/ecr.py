"""ECR: a scan setting without `scanOnPush` means off to AWS; moto takes it for no change. A token lasts 12 hours."""

import time


def patch_models(module):
    put = module.ECRBackend.put_image_scanning_configuration

    def put_image_scanning_configuration(self, registry_id, repository_name, image_scan_config):
        config = {"scanOnPush": bool((image_scan_config or {}).get("scanOnPush", False))}
        return put(self, registry_id, repository_name, config)

    module.ECRBackend.put_image_scanning_configuration = put_image_scanning_configuration


def patch_responses(module):
    get = module.ECRResponse.get_authorization_token

    def get_authorization_token(self):
        answer = get(self)
        for data in answer.result["authorizationData"]:
            data["expiresAt"] = time.time() + 12 * 3600
        return answer

    module.ECRResponse.get_authorization_token = get_authorization_token


PATCHES = {"moto.ecr.models": patch_models, "moto.ecr.responses": patch_responses}

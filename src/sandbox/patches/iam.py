"""IAM: the credentials of a user for single services; moto does not know the call, and nobody in a sandbox has any."""


def patch(module):
    def list_service_specific_credentials(self):
        self.backend.get_user(self._get_param("UserName"))
        return module.ActionResult({"ServiceSpecificCredentials": []})

    module.IamResponse.list_service_specific_credentials = list_service_specific_credentials


PATCHES = {"moto.iam.responses": patch}

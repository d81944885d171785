"""Application Auto Scaling: AWS tags scalable targets and policies; moto answers such calls with an internal error."""

import json


def patch(module):
    def not_found(arn):
        raise module.AWSValidationException(f"No scalable target found for ARN: {arn}")

    def target(self):
        arn = self._get_param("ResourceARN")
        backend = self.applicationautoscaling_backend
        for by_resource in backend.targets.values():
            for found in by_resource.values():
                if found.arn == arn:
                    return found
        return not_found(arn)

    def tags(found):
        if not hasattr(found, "sandbox_tags"):
            found.sandbox_tags = {}
        return found.sandbox_tags

    def list_tags_for_resource(self):
        return json.dumps({"Tags": tags(target(self))})

    def tag_resource(self):
        tags(target(self)).update(self._get_param("Tags") or {})
        return json.dumps({})

    def untag_resource(self):
        of_target = tags(target(self))
        for key in self._get_param("TagKeys") or []:
            of_target.pop(key, None)
        return json.dumps({})

    register = module.ApplicationAutoScalingResponse.register_scalable_target

    def register_scalable_target(self):
        answer = register(self)
        arn = json.loads(answer)["ScalableTargetARN"]
        given = self._get_param("Tags")
        for by_resource in self.applicationautoscaling_backend.targets.values():
            for found in by_resource.values():
                if found.arn == arn and given:
                    tags(found).update(given)
        return answer

    response = module.ApplicationAutoScalingResponse
    response.register_scalable_target = register_scalable_target
    response.list_tags_for_resource = list_tags_for_resource
    response.tag_resource = tag_resource
    response.untag_resource = untag_resource


PATCHES = {"moto.applicationautoscaling.responses": patch}

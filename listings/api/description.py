from ninja import NinjaAPI


class DescribedOnce(NinjaAPI):
    """An API whose OpenAPI description is made once in a process: it is code, and takes a third of a second."""

    _description = None

    def get_openapi_schema(self, *, path_prefix=None, path_params=None):
        if path_prefix is not None:
            return super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        if self._description is None:
            self._description = super().get_openapi_schema(path_params=path_params)
        return self._description

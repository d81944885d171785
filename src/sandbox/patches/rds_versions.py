"""RDS: the versions of engines that are offered. moto does not answer the question; here are a few of each engine."""

VERSIONS = {
    "mysql": ["8.0.40", "8.0.41", "8.4.3", "8.4.4"],
    "mariadb": ["10.6.21", "10.11.11", "11.4.5"],
    "postgres": ["13.20", "14.17", "15.12", "16.6", "16.8", "17.2", "17.4"],
    "aurora-mysql": ["8.0.mysql_aurora.3.05.2", "8.0.mysql_aurora.3.08.2"],
    "aurora-postgresql": ["14.15", "15.10", "16.4", "16.6", "17.4"],
}

DEFAULTS = {
    "mysql": "8.0.41",
    "mariadb": "11.4.5",
    "postgres": "17.4",
    "aurora-mysql": "8.0.mysql_aurora.3.08.2",
    "aurora-postgresql": "16.6",
}


def major(engine, version):
    return ".".join(version.split(".")[: 1 if "postgres" in engine else 2])


def described(engine, version):
    later = VERSIONS[engine][VERSIONS[engine].index(version) + 1 :]
    return {
        "Engine": engine,
        "EngineVersion": version,
        "DBParameterGroupFamily": engine + major(engine, version),
        "DBEngineDescription": engine,
        "DBEngineVersionDescription": f"{engine} {version}",
        "ValidUpgradeTarget": [
            {
                "Engine": engine,
                "EngineVersion": other,
                "Description": f"{engine} {other}",
                "AutoUpgrade": False,
                "IsMajorVersionUpgrade": major(engine, other) != major(engine, version),
            }
            for other in later
        ],
        "ExportableLogTypes": ["postgresql", "upgrade"] if "postgres" in engine else ["audit", "error", "slowquery"],
        "SupportsLogExportsToCloudwatchLogs": True,
        "SupportsReadReplica": True,
        "SupportedEngineModes": ["provisioned"],
        "SupportedFeatureNames": [],
        "Status": "available",
        "SupportsParallelQuery": False,
        "SupportsGlobalDatabases": engine.startswith("aurora"),
    }


def patch(module):
    def describe_db_engine_versions(self):
        engine = self.params.get("Engine")
        asked = self.params.get("EngineVersion")
        family = self.params.get("DBParameterGroupFamily")
        found = []
        for name, versions in VERSIONS.items():
            for version in versions:
                one = described(name, version)
                fits = engine in (None, name) and family in (None, one["DBParameterGroupFamily"])
                fits = fits and (not asked or version == asked or version.startswith(asked + "."))
                if self.params.get("DefaultOnly"):
                    fits = fits and DEFAULTS[name] == version
                if fits:
                    found.append(one)
        return module.ActionResult({"DBEngineVersions": found})

    module.RDSResponse.describe_db_engine_versions = describe_db_engine_versions


PATCHES = {"moto.rds.responses": patch}

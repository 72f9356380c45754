"""Apache Spark, on this machine or a cluster: the same SQL text as DuckDB, to the last digit. Needs the extra ``spark`` and Java 17 or later."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from jihuan.analytics.checking import FINDINGS, findings_of_many
from jihuan.analytics.runners import Row, RunnerError
from jihuan.core.language import _

LOG = Path(__file__).with_name("log4j2.properties")


class Spark:
    """The distributed runner. ``master``: local[2] (threads), local-cluster[2,1,1024] (processes), spark://host:7077 (a cluster)."""

    def __init__(self, master: str = "local[*]", memory: str = "2g") -> None:
        """Raises RunnerError where Spark or Java is missing or does not start."""
        self.session: Any = _session({"spark.master": master, "spark.driver.memory": memory})

    def read(self, name: str, folder: Path) -> None:
        self.session.read.parquet(folder.absolute().as_uri()).createOrReplaceTempView(name)

    def define(self, name: str, statement: str) -> None:
        self.session.sql(statement).createOrReplaceTempView(
            name
        )  # the plan, not the text: a chain of texts is planned again and again

    def keep(self, name: str, statement: str) -> None:
        self.session.sql(statement).persist().createOrReplaceTempView(name)

    def rows(self, statement: str) -> list[Row]:
        return [tuple(int(v) if isinstance(v, Decimal) else v for v in row) for row in self.session.sql(statement).collect()]

    def save(self, statement: str, folder: Path) -> None:
        self.session.sql(statement).write.mode("overwrite").parquet(folder.absolute().as_uri())

    def find(self, documents: Path, folder: Path, extra: tuple[Path, ...] = ()) -> None:
        read = self.session.read.parquet(documents.absolute().as_uri()).select("document", "first", "json")
        schema = ", ".join(f"{name} {_TYPES[kind]}" for name, kind in FINDINGS.items())
        read.mapInArrow(partial(_findings, extra=extra), schema).write.mode("overwrite").parquet(folder.absolute().as_uri())

    def close(self) -> None:
        self.session.stop()


def _findings(batches: Iterator[Any], extra: tuple[Path, ...]) -> Iterator[Any]:
    """Arrow batches of documents → Arrow batches of findings; runs in Spark's own Python processes."""
    import pyarrow

    types = [pyarrow.int64() if kind == "BIGINT" else pyarrow.string() for kind in FINDINGS.values()]
    for batch in batches:
        columns = batch.to_pydict()
        found = findings_of_many(zip(columns["document"], columns["first"], columns["json"], strict=True), extra)
        values = list(zip(*found, strict=True)) or [()] * len(types)
        arrays = [pyarrow.array(column, kind) for column, kind in zip(values, types, strict=True)]
        yield pyarrow.RecordBatch.from_arrays(arrays, names=list(FINDINGS))


def _session(settings: dict[str, str]) -> Any:
    """A session on a Java machine of its own, whose grumbling goes to a file unless it dies."""
    _prepare()
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkRuntimeError
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf().setAll([*_SETTINGS.items(), *settings.items()])
    with TemporaryFile() as log:
        try:
            gateway = SparkContext._gateway or launch_gateway(conf, {"stderr": log})
        except PySparkRuntimeError:
            log.seek(0)
            said = log.read().decode("utf-8", "replace").strip().splitlines()[:1]
            raise RunnerError(
                _("Java 没有启动：{reason}。请核对 JAVA_HOME，Spark 要 Java 17 以上。").format(reason="".join(said))
            ) from None
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


_TYPES = {"BIGINT": "BIGINT", "VARCHAR": "STRING"}
_SETTINGS = {
    "spark.app.name": "jihuan",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": f"-Dlog4j2.configurationFile={LOG.as_uri()}",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.files.maxPartitionBytes": "4m",  # a province is some tens of megabytes: more than one worker should read it
    "spark.sql.files.openCostInBytes": "0",
}


def _prepare() -> None:
    """Tell Spark which Python to use; say what is missing."""
    if find_spec("pyspark") is None or find_spec("pyarrow") is None:
        raise RunnerError(_("没有安装 Spark。请运行 pip install 'jihuan[spark]'，或改用 --runner local。"))
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise RunnerError(
            _("没有找到 Java。请安装 Java 17 以上（Debian：apt install default-jre-headless），或改用 --runner local。")
        )
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")

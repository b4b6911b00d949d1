"""Files and folders wherever Spark reads them: on this disk, in HDFS, in object storage, by their path alone."""
import json


class Files:
    def __init__(self, session):
        self.jvm = session._jvm
        self.configuration = session._jsc.hadoopConfiguration()

    def names_in(self, folder):
        """The names in a folder; none when it is not there."""
        path, system = self.opened(folder)
        return [each.getPath().getName() for each in system.listStatus(path)] if system.exists(path) else []

    def json_of(self, name):
        """A small file of JSON, or null when it is not there."""
        path, system = self.opened(name)
        if not system.exists(path):
            return None
        stream = system.open(path)
        try:
            return json.loads(self.jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8"))
        finally:
            stream.close()

    def fetch(self, folder, to):
        """Copies a folder to this disk."""
        path, system = self.opened(folder)
        system.copyToLocalFile(False, path, self.jvm.org.apache.hadoop.fs.Path(to), True)

    def opened(self, name):
        path = self.jvm.org.apache.hadoop.fs.Path(name)
        return path, path.getFileSystem(self.configuration)

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.config.Configurator;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs the Elasticsearch node of the jars on Maven Central, which come without their own launcher.
 * usage: SearchServer home config-folder data-folder logs-folder log4j2.properties
 */
public final class SearchServer {
  public static void main(String[] args) throws Exception {
    Settings settings = Settings.builder()
        .put("path.home", args[0])
        .put("path.data", args[2])
        .put("path.logs", args[3])
        .build();
    Environment environment = InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), Path.of(args[1]), () -> "payledger");
    LogConfigurator.configureWithoutConfig(environment.settings());
    Configurator.reconfigure(new File(args[4]).toURI());
    PluginsLoader plugins = PluginsLoader.createPluginsLoader(
        PluginsLoader.loadModulesBundles(Path.of(args[0], "modules"), false), Set.of(), Map.of(), false);
    Node node = new Node(environment, plugins);
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        node.close();
        node.awaitClose(5, TimeUnit.SECONDS);
      } catch (Exception failure) {
        failure.printStackTrace();
      } finally {
        closed.countDown();
      }
    }));
    node.start();
    closed.await();
  }
}

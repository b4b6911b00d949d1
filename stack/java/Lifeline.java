import java.util.Arrays;

/**
 * Runs a server's main class and ends with the process that started it: standard input is a pipe which that process
 * holds, and the system closes it even after kill -9. usage: Lifeline main-class [argument…]
 */
public final class Lifeline {
  public static void main(String[] args) throws Exception {
    daemon("lifeline", () -> {
      try {
        while (System.in.read() >= 0) {}
      } catch (java.io.IOException gone) {
        // the same as its end
      }
      daemon("last resort", () -> {
        try {
          Thread.sleep(7_000);
        } catch (InterruptedException ended) {
          return;
        }
        Runtime.getRuntime().halt(1);
      });
      System.exit(0);
    });
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}

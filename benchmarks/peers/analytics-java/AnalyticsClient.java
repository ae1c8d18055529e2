import com.segment.analytics.Analytics;
import com.segment.analytics.Callback;
import com.segment.analytics.messages.IdentifyMessage;
import com.segment.analytics.messages.Message;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Segment's analytics-java: another payload, but the same kind of work. Each line on its standard input is a number of
 * users to push; the answer is a line of JSON. It decides by itself how many requests are under way.
 */
final class AnalyticsClient {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  public static void main(String[] args) throws Exception {
    Semaphore ended = new Semaphore(0);
    Analytics analytics =
        Analytics.builder("key")
            .setUploadURL(args[0] + "/")
            .flushQueueSize(75)
            .callback(
                new Callback() {
                  @Override
                  public void success(Message message) {
                    ended.release();
                  }

                  @Override
                  public void failure(Message message, Throwable throwable) {
                    throwable.printStackTrace();
                    System.exit(1);
                  }
                })
            .build();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    int first = 10_000_000;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      int users = Integer.parseInt(line);
      long cpu = SYSTEM.getProcessCpuTime();
      long before = System.nanoTime();
      for (int i = 0; i < users; i++) {
        String id = "user-" + first++;
        analytics.enqueue(
            IdentifyMessage.builder()
                .userId(id)
                .traits(Map.of("email", id + "@example.com", "SegmentMembership", "'11001','11002','11003'")));
      }
      analytics.flush();
      ended.acquire(users);
      System.out.printf(
          "{\"nanos\":%d,\"cpuNanos\":%d}%n", System.nanoTime() - before, SYSTEM.getProcessCpuTime() - cpu);
    }
    System.exit(0);
  }
}

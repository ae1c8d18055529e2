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
 * Client process with Segment's analytics-java, which sends a different payload but does similar work. Each line
 * of its standard input is "push" and a number of users; the response is a line of JSON with the elapsed time and the CPU time.
 * The number of requests in flight cannot be set.
 */
final class AnalyticsClient {
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  public static void main(String[] args) throws Exception {
    Semaphore sent = new Semaphore(0);
    Analytics analytics =
        Analytics.builder("key")
            .setUploadURL(args[0] + "/")
            .flushQueueSize(75)
            .callback(
                new Callback() {
                  @Override
                  public void success(Message message) {
                    sent.release();
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
      int users = Integer.parseInt(line.split(" ", -1)[1]);
      long cpuStart = SYSTEM.getProcessCpuTime();
      long start = System.nanoTime();
      for (int i = 0; i < users; i++) {
        String id = "user-" + first++;
        analytics.enqueue(
            IdentifyMessage.builder()
                .userId(id)
                .traits(Map.of("email", id + "@example.com", "SegmentMembership", "'11001','11002','11003'")));
      }
      analytics.flush();
      sent.acquire(users);
      System.out.printf(
          "{\"nanos\":%d,\"cpuNanos\":%d}%n", System.nanoTime() - start, SYSTEM.getProcessCpuTime() - cpuStart);
    }
    System.exit(0);
  }
}

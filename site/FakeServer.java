import io.github.brazeaudience.testing.FakeBraze;

/** Runs a fake Braze until standard input ends, and prints its endpoint and its key. */
public final class FakeServer {
  private FakeServer() {}

  public static void main(String[] args) throws Exception {
    try (FakeBraze braze = FakeBraze.builder().keepRequests(0).start()) {
      System.out.println("http://127.0.0.1:" + braze.port() + " " + braze.restApiKey().reveal());
      System.in.transferTo(System.err);
    }
    System.exit(0);
  }
}

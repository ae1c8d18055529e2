import io.github.brazeaudience.testing.FakeBraze;

/** Starts a FakeBraze in cleartext and one with TLS. */
public final class Start {
  private Start() {}

  public static void main(String[] args) {
    try (var cleartext = FakeBraze.start();
        var tls = FakeBraze.builder().tls().start()) {
      System.out.println("listening on " + cleartext.port() + " and " + tls.port());
    }
    System.exit(0);
  }
}

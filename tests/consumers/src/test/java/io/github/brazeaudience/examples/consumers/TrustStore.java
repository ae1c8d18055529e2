package io.github.brazeaudience.examples.consumers;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

/** Trust store with the certificate of a FakeBraze, for the JVM of a consumer. */
final class TrustStore {
  private static final String PASSWORD = "changeit";

  private TrustStore() {}

  /** Writes the store into a directory, and returns the arguments of the JVM that select it. */
  static List<String> arguments(FakeBraze braze, Path directory) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate certificate : braze.trustManager().getAcceptedIssuers()) {
      store.setCertificateEntry(certificate.getSerialNumber().toString(), certificate);
    }
    Path file = directory.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
    return List.of(
        "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }
}

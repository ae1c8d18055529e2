package io.github.brazeaudience.benchmarks.push;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/**
 * The server that a contender posts to.
 *
 * @param tls true for TLS
 * @param port the loopback port
 * @param certificate the file with the server's certificate
 * @param inFlight the number of requests in flight
 */
public record Target(boolean tls, int port, Path certificate, int inFlight) {
  /** The URL of the endpoint. */
  public String url() {
    return (tls ? "https://" : "http://") + authority() + "/users/track";
  }

  /** The host and port. */
  public String authority() {
    return "127.0.0.1:" + port;
  }

  /** TLS settings that trust the server. */
  public HandshakeCertificates trust() {
    try {
      X509Certificate root =
          Certificates.decodeCertificatePem(
              Files.readString(certificate, StandardCharsets.US_ASCII));
      return new HandshakeCertificates.Builder().addTrustedCertificate(root).build();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + certificate, e);
    }
  }
}

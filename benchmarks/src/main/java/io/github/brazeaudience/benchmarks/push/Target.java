package io.github.brazeaudience.benchmarks.push;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;

/**
 * Where a contender posts to.
 *
 * @param tls whether over TLS
 * @param port on this machine
 * @param certificate the file with the server's certificate
 * @param inFlight how many requests are under way at once
 */
public record Target(boolean tls, int port, Path certificate, int inFlight) {
  /** The address of the endpoint. */
  public String url() {
    return (tls ? "https://" : "http://") + authority() + "/users/track";
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + port;
  }

  /** Trust in the server. */
  public HandshakeCertificates trust() {
    try {
      X509Certificate root =
          Certificates.decodeCertificatePem(
              Files.readString(certificate, StandardCharsets.US_ASCII));
      return new HandshakeCertificates.Builder().addTrustedCertificate(root).build();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}

package io.github.brazeaudience.okhttp;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Exception for an untrusted certificate, with its subject and issuer, which the JDK omits. */
final class UntrustedCertificate extends CertificateException {
  private static final long serialVersionUID = 1L;

  /** Matches OkHttp's message for a certificate of another host, or one that is not pinned. */
  private static final Pattern NAMED_BY_OKHTTP =
      Pattern.compile("(?m)^\\s*(?:DN|sha256/\\S+): (.+)$");

  /** The subject and the issuer of the certificate. */
  private final String names;

  UntrustedCertificate(X509Certificate certificate, CertificateException cause) {
    super(cause.getMessage(), cause);
    this.names = names(certificate);
  }

  private static String names(X509Certificate certificate) {
    return "%s, issued by %s"
        .formatted(
            certificate.getSubjectX500Principal().getName(),
            certificate.getIssuerX500Principal().getName());
  }

  /**
   * Describes the certificate of a failure.
   *
   * @return null if the failure is not one of trust
   */
  static @Nullable String subject(Throwable failure) {
    boolean trust = false;
    for (Throwable cause : Causes.of(failure).toList()) {
      String subject = named(cause);
      if (subject != null) {
        return subject;
      }
      trust |=
          cause instanceof CertificateException
              || cause instanceof CertPathValidatorException
              || cause instanceof CertPathBuilderException
              || cause instanceof SSLPeerUnverifiedException;
    }
    return trust ? "of unknown subject, because the client has custom TLS settings" : null;
  }

  private static @Nullable String named(Throwable cause) {
    if (cause instanceof UntrustedCertificate untrusted) {
      return untrusted.names;
    }
    if (cause instanceof SSLPeerUnverifiedException) {
      Matcher named = NAMED_BY_OKHTTP.matcher(String.valueOf(cause.getMessage()));
      return named.find() ? named.group(1) : null;
    }
    if (cause instanceof CertPathValidatorException invalid && invalid.getCertPath() != null) {
      List<? extends Certificate> path = invalid.getCertPath().getCertificates();
      return !path.isEmpty() && path.get(0) instanceof X509Certificate certificate
          ? names(certificate)
          : null;
    }
    return null;
  }
}

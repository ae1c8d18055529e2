package io.github.brazeaudience.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A fresh key with a certificate that it signed itself, for {@code localhost} and {@code
 * 127.0.0.1}, and what a client needs to trust it. The certificate is valid at any time of this
 * century.
 */
record Tls(SSLContext server, SSLContext client, X509TrustManager trust) {
  private static final byte[] ECDSA_WITH_SHA256 =
      Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final byte[] COMMON_NAME = Der.oid(0x55, 0x04, 0x03);
  private static final byte[] SUBJECT_ALTERNATIVE_NAME = Der.oid(0x55, 0x1d, 0x11);
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;
  private static final int VERSION_3 = 2;

  static Tls create() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      Certificate certificate = selfSigned(pair);
      char[] password = {};
      KeyStore store = emptyStore();
      store.setKeyEntry("key", pair.getPrivate(), password, new Certificate[] {certificate});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      X509TrustManager trust = trustIn(certificate);
      return new Tls(
          context(keys.getKeyManagers(), null), context(null, new TrustManager[] {trust}), trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot make a certificate for FakeBraze", e);
    }
  }

  private static Certificate selfSigned(KeyPair pair) throws GeneralSecurityException {
    byte[] name =
        Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8("FakeBraze, for tests only"))));
    byte[] names =
        Der.sequence(
            Der.context(DNS_NAME, "localhost".getBytes(StandardCharsets.US_ASCII)),
            Der.context(IP_ADDRESS, new byte[] {127, 0, 0, 1}));
    byte[] extensions = Der.sequence(Der.sequence(SUBJECT_ALTERNATIVE_NAME, Der.octets(names)));
    byte[] toBeSigned =
        Der.sequence(
            Der.contextConstructed(0, Der.integer(VERSION_3)),
            Der.integer(1),
            ECDSA_WITH_SHA256,
            name,
            Der.sequence(Der.time("20000101000000Z"), Der.time("21000101000000Z")),
            name,
            pair.getPublic().getEncoded(),
            Der.contextConstructed(3, extensions));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(toBeSigned);
    byte[] certificate = Der.sequence(toBeSigned, ECDSA_WITH_SHA256, Der.bits(signature.sign()));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(certificate));
  }

  private static X509TrustManager trustIn(Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("certificate", certificate);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys, trust, null);
    return context;
  }
}

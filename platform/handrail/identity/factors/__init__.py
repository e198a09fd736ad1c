"""What somebody shows beside a link: a passkey, an authenticator, a recovery code, a code from a call or a letter."""

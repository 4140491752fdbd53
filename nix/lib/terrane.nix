self: super: { tf.ref = x: "\${${x}}"; tfRef = self.tf.ref; }

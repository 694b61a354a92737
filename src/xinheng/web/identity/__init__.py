"""Login through the identity provider (OpenID Connect): who comes this way is a subject and nothing else."""

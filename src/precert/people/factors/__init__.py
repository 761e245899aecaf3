"""Second factors: authenticator apps, passkeys, telephones and recovery codes. How each is made and
looked at; nothing here writes.
"""

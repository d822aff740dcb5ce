"""Reports on their way to where people read.

    outbox row ──► message.py ──► Message ──► folder.py, mail.py, chat.py, webhook.py ──► Outcome ──► outbox row
                   render it                  send it, each one of them an edge           what is known of it

message.py      Digest -> what is sent: subject, text, HTML, JSON; the same at each try       pure
outcomes.py     how a try went: delivered, failed (worth another try or not), unknown         pure
folder.py       a dated file, by rename
mail.py         SMTP, HTML and text in one message
chat.py         chats and push services, through apprise
webhook.py      JSON by POST
secrets.py      what the environment holds, and how to keep it out of what is said
alerting.py     what alerts tell since their own marks, queued
telling.py      what a row tells: marks -> events -> digest
post.py         the rows that are due: rendered, sent, and how it went written down
"""

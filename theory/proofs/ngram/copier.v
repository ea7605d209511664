(* Stage II of arXiv 2409.10559: the signal of a copier is a Gram matrix, and if the chosen history has the
   largest modified information, the copier that reads it is stable (D4). *)
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Coq Require Import Ring Field.
From Lemmascope Require Import field_tactic cauchy_schwarz information chain.
From Lemmascope.ngram Require Import modified_information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
(* q i z k = P(history as copier i reads it = z, next token = k); J is the signal of stage II *)
Definition signal_matrix (R : realFieldType) (I Z K : finType) (q : I -> Z -> K -> R) i j : R :=
  \sum_z (\sum_k q i z k * q j z k / mk (q i) k - mz (q i) z * mz (q j) z).

(* ---------- statements ---------- *)
(** theorem ngram/CopierSignalIsGram
    says: The signal matrix J of a copier is positive semidefinite, its diagonal holds the
      modified informations of the histories, and J_ij^2 <= J_ii J_jj.
    leaves out: All copiers see the same law of the next token; z holds the read position
      together with what the other heads read.
    supports: ngram/copier-signal-is-gram *)
Definition CopierSignalIsGram_statement : Prop :=
  forall (R : realFieldType) (I Z K : finType) (q : I -> Z -> K -> R),
  (forall i, prob (q i)) -> (forall i j k, mk (q i) k = mk (q j) k) ->
  [/\ forall c : I -> R, 0 <= \sum_i \sum_j c i * c j * signal_matrix q i j,
      forall i, signal_matrix q i i = infoS (q i) &
      forall i j, signal_matrix q i j ^+ 2 <= signal_matrix q i i * signal_matrix q j j].
(** theorem ngram/BestHistoryMakesAStableCopier
    says: If no other history has more modified information than that of copier h, then J_hh is
      the largest entry of its row and column: the one-hot copier h is a stable vertex of stage
      II.
    leaves out: As ngram/CopierSignalIsGram; the flow of stage II itself is not formalised.
    supports: ngram/best-set-makes-a-stable-copier *)
Definition BestHistoryMakesAStableCopier_statement : Prop :=
  forall (R : realFieldType) (I Z K : finType) (q : I -> Z -> K -> R) (h : I),
  (forall i, prob (q i)) -> (forall i j k, mk (q i) k = mk (q j) k) ->
  (forall i, infoS (q i) <= infoS (q h)) ->
  forall i, signal_matrix q i h <= signal_matrix q h h.

(* ---------- proofs ---------- *)
Section Gram.
Variables (R : realFieldType) (I Z K : finType) (q : I -> Z -> K -> R).
Add Field RF : (RingTac.ft R).
Hypotheses (Q : forall i, prob (q i)) (same : forall i j k, mk (q i) k = mk (q j) k).
Notation J := (signal_matrix q).
Section Pair.
Variable o : I.
Notation w k := (mk (q o) k).
Let f i (zk : Z * K) := q i zk.1 zk.2 / w zk.2 - mz (q i) zk.1.
Lemma signal_gram i j : J i j = \sum_zk w zk.2 * (f i zk * f j zk).
Proof.
rewrite -(pair_bigA _ (fun z k => w k * (f i (z, k) * f j (z, k)))) /=.
apply: eq_bigr => z _.
transitivity (\sum_k (q i z k * q j z k / w k - q i z k * mz (q j) z - mz (q i) z * q j z k
    + w k * (mz (q i) z * mz (q j) z))).
  rewrite big_split !sumrB /= -!mulr_suml -mulr_sumr (mk1 (Q o)) mul1r.
  rewrite -/(mz (q i) z) -/(mz (q j) z).
  under eq_bigr => k _ do rewrite (same i o); by rewrite subrK.
apply: eq_bigr => k _; rewrite /f /=; have [k0|/eqP k0] := eqVneq (w k) 0.
  have -> : q i z k = 0 by apply: (mk0 (Q i)); rewrite (same i o).
  have -> : q j z k = 0 by apply: (mk0 (Q j)); rewrite (same j o).
  by rewrite k0 !mul0r mulr0 !subr0 addr0.
by move: (q i z k) (q j z k) (w k) k0 (mz _ _) (mz _ _) => a b c c0 d e; rnorm R; field.
Qed.
Lemma weight_ge0 (zk : Z * K) : 0 <= w zk.2.
Proof. exact: (mk_ge0 (Q o)). Qed.
Lemma gram_cauchy i j : J i j ^+ 2 <= J i i * J j j.
Proof.
rewrite !signal_gram.
have := @cauchy_schwarz R _ (fun zk : Z * K => w zk.2) (f i) (f j) weight_ge0.
by under [X in _ <= X * _ -> _]eq_bigr do rewrite expr2;
   under [X in _ <= _ * X -> _]eq_bigr do rewrite expr2.
Qed.
Lemma gram_positive (c : I -> R) : 0 <= \sum_i \sum_j c i * c j * J i j.
Proof.
have -> : \sum_i \sum_j c i * c j * J i j = \sum_zk w zk.2 * (\sum_i c i * f i zk) ^+ 2.
  under [RHS]eq_bigr => zk _ do rewrite expr2 big_distrlr /= mulr_sumr.
  rewrite [RHS]exchange_big; apply: eq_bigr => i _ /=.
  under [RHS]eq_bigr => zk _ do rewrite mulr_sumr.
  rewrite [RHS]exchange_big; apply: eq_bigr => j _ /=.
  rewrite signal_gram mulr_sumr; apply: eq_bigr => zk _.
  by move: (c i) (c j) (f i zk) (f j zk) => a b d e; rnorm R; ring.
apply: sumr_ge0 => zk _; apply: mulr_ge0; [exact: weight_ge0|exact: sqr_ge0].
Qed.
End Pair.
Lemma gram_diagonal i : J i i = infoS (q i).
Proof.
rewrite /infoS -sumrB; apply: eq_bigr => z _; by rewrite expr2.
Qed.
End Gram.

Theorem CopierSignalIsGram : CopierSignalIsGram_statement.
Proof.
move=> R I Z K q Q same; split=> [c|i|i j]; [|exact: gram_diagonal|exact: (gram_cauchy Q same i)].
have [o _|none] := pickP (fun _ : I => true); first exact: (gram_positive Q same o).
by rewrite big1 // => i; have := none i.
Qed.
Theorem BestHistoryMakesAStableCopier : BestHistoryMakesAStableCopier_statement.
Proof.
move=> R I Z K q h Q same best i.
have h0 : 0 <= signal_matrix q h h by rewrite gram_diagonal; apply: infoS_ge0.
have C := gram_cauchy Q same h i h.
have {}C : signal_matrix q i h ^+ 2 <= signal_matrix q h h ^+ 2.
  apply: le_trans C _; rewrite expr2; apply: ler_wpmul2r => //.
  by rewrite !gram_diagonal.
have [neg|pos] := lerP (signal_matrix q i h) 0; first exact: le_trans neg h0.
by rewrite -(@ler_pexpn2r _ 2) // nnegrE // ltW.
Qed.
